// The reader of codes for browsers that have none of their own: fetched when somebody opens the camera there.

import {decodeQR} from '../vendor/qr/decode.js';

document.dispatchEvent(new CustomEvent('decoder', {detail: (picture) => decodeQR(picture)}));
