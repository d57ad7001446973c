// Codes seen by the camera, with the browser's own reader where it has one, else with one that is fetched for it.

const pause = 80;
const widest = 720; // more costs an old phone more time than it helps

const own = async () => {
  const formats = 'BarcodeDetector' in window ? await BarcodeDetector.getSupportedFormats() : [];
  return formats.indexOf('qr_code') < 0 ? null : new BarcodeDetector({formats: ['qr_code']});
};

const fetched = () => new Promise((done, fail) => {
  const script = document.createElement('script');
  document.addEventListener('decoder', (event) => done(event.detail), {once: true});
  script.type = 'module';
  script.onload = script.onerror = fail; // loaded and silent: written too newly for this browser
  script.src = document.querySelector('script[src*="js/site.js"]').src.replace('site.js', 'decoder.js');
  document.head.appendChild(script);
});

// a function from what the camera sees to the text of a code, or nothing
async function reader() {
  const detector = await own().catch(() => null);
  if (detector) return async (video) => ((await detector.detect(video))[0] || {}).rawValue;
  const decode = await fetched();
  const canvas = document.createElement('canvas');
  return async (video) => {
    const scale = Math.min(1, widest / video.videoWidth);
    canvas.width = Math.round(video.videoWidth * scale);
    canvas.height = Math.round(video.videoHeight * scale);
    const sheet = canvas.getContext('2d', {willReadFrequently: true});
    sheet.drawImage(video, 0, 0, canvas.width, canvas.height);
    return decode(sheet.getImageData(0, 0, canvas.width, canvas.height));
  };
}

// Calls `found(text)` for each code that is not the one before, until stop(). `facing`: the side that looks at the code.
export async function camera(video, found, facing) {
  const wanted = {facingMode: facing || 'environment', width: {ideal: 1280}};
  const stream = await navigator.mediaDevices.getUserMedia({audio: false, video: wanted});
  const stop = () => {
    stream.getTracks().forEach((track) => track.stop());
    video.srcObject = null;
  };
  try {
    video.srcObject = stream;
    await video.play();
    const look = await reader();
    let last = '';
    const again = async () => {
      if (!video.srcObject) return;
      const text = video.videoWidth ? await look(video).catch(() => '') : ''; // no code, or a blurred one
      if (text && text !== last && video.srcObject) found(last = text);
      setTimeout(again, pause);
    };
    again();
  } catch (failure) {
    stop();
    throw failure;
  }
  return {stop: stop};
}
