"""`flask content new` and `flask content preview`: beginning a module, and seeing it while one writes."""

from collections import Counter
from pathlib import Path

import click

from learning import clock
from learning.cli.content import content, courses_option, courses_or_own, require_module

HOST = "127.0.0.1"
GUIDE = "docs/viet-bai-hoc.md"


@content.command("new", with_appcontext=False)
@click.argument("name", metavar="COURSE/MODULE")
@click.option("--practice", is_flag=True, help="With practice.yaml, a rehearsal on the simulated phone.")
@courses_option
@click.pass_context
def new(context: click.Context, *, name: str, practice: bool, courses: Path | None) -> None:
    """Begin a module: its folder with everything still to be filled in."""
    from learning.catalog.new_module import Refused, make_module

    folder = courses_or_own(context, courses)
    try:
        made = make_module(folder, name, clock.now().date(), with_practice=practice)
    except Refused as refusal:
        raise click.ClickException(str(refusal)) from None
    left = Counter(Path(problem.file).name for problem in made.to_fill)
    click.echo(f"Đã tạo {made.folder}:")
    for file in made.files:
        click.echo(f"  {file:<16} còn {left[file]} chỗ phải điền")
    cover = made.folder.parent / "course.yaml"
    module = made.folder.name
    if made.is_listed:
        click.echo(f"Đã thêm “{module}” vào cuối danh sách modules trong {cover}.")
    else:
        click.echo(
            f"Hãy tự thêm “{module}” vào danh sách modules trong {cover}: tệp ấy viết lạ, máy không dám sửa."
        )
    click.echo("Việc tiếp theo:")
    click.echo(f"  flask content preview {name}   vừa viết vừa xem")
    click.echo(f"  flask content check {name}     còn thiếu gì, ở dòng nào")
    click.echo(f"Cách viết một bài: {GUIDE}")


@content.command("preview", with_appcontext=False)
@click.argument("name", metavar="[COURSE/MODULE]", required=False)
@click.option("--port", default=8010, show_default=True, type=click.IntRange(1, 65535))
@courses_option
@click.pass_context
def preview(context: click.Context, *, name: str | None, port: int, courses: Path | None) -> None:
    """Show modules as learners will see them, on this machine only, following the files."""
    import logging
    import signal
    import socket
    from tempfile import TemporaryDirectory

    from werkzeug.serving import make_server

    from learning.preview.app import make_preview

    folder = courses_or_own(context, courses)
    if name:
        require_module(folder, name)
    with socket.socket() as door, TemporaryDirectory(prefix="xem-thu-") as scratch:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((HOST, port))
        except OSError:
            raise click.ClickException(
                f"Cổng {port} đang có chương trình khác dùng. Thử --port {port + 1}."
            ) from None
        door.listen()
        logging.getLogger("werkzeug").setLevel(logging.ERROR)  # it would tell of every look, once a second
        app = make_preview(folder, Path(scratch))
        server = make_server(HOST, port, app, threaded=True, fd=door.fileno())
        click.echo(f"Mở trình duyệt ở http://{HOST}:{port}/vi/xem-thu/{f'{name}/' if name else ''}")
        click.echo("Bấm Ctrl+C để dừng.")
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # however it ends, nothing is left behind
        server.serve_forever()


NAMES = ("new", "preview")
commands: list[click.Command] = []  # both hang on the group `content`
