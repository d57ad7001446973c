// The personal part of a public page. htmx is fetched only where the marker cookie says that somebody is here.

import {signedIn} from './record.js';

export function start() {
  const place = document.querySelector('[data-mine]');
  if (!place || !signedIn()) return;
  const load = () => {
    const script = document.createElement('script');
    script.src = place.getAttribute('data-htmx');
    document.head.appendChild(script);
  };
  // not before the page is complete: htmx begins by itself only then, and nothing here is urgent
  if (document.readyState === 'complete') load(); else addEventListener('load', load);
}
