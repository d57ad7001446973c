// On a shared device: a card held before the camera is typed into its field. Pictures are read and forgotten, never kept.

import {camera, stopCamera} from './camera.js';

const longest = 45000; // nobody holds up a card: the camera goes out
const root = document.querySelector('[data-card-camera]');
const part = (name) => root.querySelector('[data-' + name + ']');
let tired = 0;

function stop() {
  clearTimeout(tired);
  stopCamera(part);
}

function seen(text) {
  const field = document.querySelector('[data-scanned]');
  if (!/\/the\/[\w-]{16,64}\/?$/.test(text)) { part('other').hidden = false; return; }
  stop();
  field.value = text;
  field.form.submit();
}

async function scan() {
  ['blind', 'other'].forEach((name) => { part(name).hidden = true; });
  try {
    if (!await camera(part, seen, 'user')) return;
    tired = setTimeout(stop, longest);
    part('stop').focus();
  } catch (refused) {
    stop();
    part('blind').hidden = false;
  }
}

// Browsers lend the camera on https and localhost only: elsewhere the number and the scanner are the ways in.
if (navigator.mediaDevices && navigator.mediaDevices.getUserMedia) {
  root.hidden = false;
  part('scan').addEventListener('click', scan);
  part('stop').addEventListener('click', stop);
  addEventListener('pagehide', stop);
}
