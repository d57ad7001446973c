// Is this certificate genuine? What learning/credentials/rules.py says, for a phone with no network. Ed25519 by TweetNaCl,
// which stands in the page as `nacl`. tests/vectors/certificates.json holds the two together.

const bookHolds = 60;
const listSize = 131072;
// the order of the curve, least byte first: a signature's second half is below it, or the same text has two signatures
const order = [237, 211, 245, 92, 26, 99, 18, 88, 214, 156, 247, 162, 222, 249, 222, 20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 16];

class Unreadable extends Error {}
const refuse = () => { throw new Unreadable(); };
const bytes = (binary) => Uint8Array.from(binary, (letter) => letter.charCodeAt(0));

// only of the one text that these bytes are written as
function decoded(text) {
  const plain = text.replace(/-/g, '+').replace(/_/g, '/');
  let binary = '';
  try { binary = atob(plain); } catch (broken) { refuse(); }
  return btoa(binary).replace(/=+$/, '') === plain ? binary : refuse();
}

function object(part) {
  let value = null;
  try { value = JSON.parse(decodeURIComponent(escape(decoded(part)))); } catch (broken) { refuse(); }
  return value && typeof value === 'object' && !Array.isArray(value) ? value : refuse();
}

function opened(text) {
  if (!/^[\w-]+\.[\w-]+\.[\w-]+$/.test(text)) refuse();
  const parts = text.split('.');
  const header = object(parts[0]);
  if (header.alg !== 'EdDSA' || 'crit' in header || typeof header.kid !== 'string') refuse();
  return {
    kid: header.kid.split('/').pop().replace(/\.json$/, ''),
    payload: object(parts[1]),
    signed: bytes(parts[0] + '.' + parts[1]),
    signature: bytes(decoded(parts[2])),
  };
}

function below(scalar) {
  for (let at = 31; at >= 0; at -= 1) if (scalar[at] !== order[at]) return scalar[at] < order[at];
  return false;
}

function holds(one, key) {
  if (one.signature.length !== 64 || !below(one.signature.subarray(32))) return false;
  return self.nacl.sign.detached.verify(one.signed, one.signature, bytes(decoded(key.x)));
}

const day = (text) => (/^\d{4}-\d\d-\d\d/.test(text) ? text.slice(0, 10) : refuse());
const words = (text) => (typeof text === 'string' && text ? text : refuse());
const count = (number) => (Number.isInteger(number) && number >= 0 ? number : refuse());

const ofTwin = (told) => told.v !== 1 ? refuse() : {
  number: words(told.n),
  serial: count(told.i),
  issuer: null,
  name: words(told.w),
  title: words(told.t),
  criteria: words(told.c),
  verified: !('u' in told),
  decision: words(told.d),
  decidedOn: day(told.o),
  decidedBy: words(told.b),
  signedOn: day(told.s),
  from: day('f' in told ? told.f : told.o),
  to: 'x' in told ? day(told.x) : null,
};

function ofCredential(told) {
  const {credentialSubject: subject, credentialStatus: status} = told;
  const achieved = subject.achievement;
  if (told.issuer.id !== told.iss || told.type.indexOf('AchievementCredential') < 0) refuse();
  return {
    number: words(subject.licenseNumber),
    serial: +status.statusListCredential.split('/').pop() * listSize + +status.statusListIndex,
    issuer: words(told.iss),
    name: words(subject.identifier[0].identityHash),
    title: words(achieved.name),
    criteria: words(achieved.humanCode) + '@' + words(achieved.version),
    verified: achieved.tag.indexOf('criteria-not-verified') < 0,
    decision: words(told.evidence[0].name),
    decidedOn: day(told.awardedDate),
    decidedBy: words(subject.source.name),
    signedOn: new Date((count(told.iat) + 25200) * 1000).toISOString().slice(0, 10),
    from: day(told.validFrom),
    to: 'validUntil' in told ? day(told.validUntil) : null,
  };
}

function standing(facts, out, on, today) {
  const say = (name, since) => ({standing: name, facts: facts, on: on, since: since || null});
  if (out) return say('withdrawn', out[1]);
  if (facts.to && facts.to < today) return say('expired', facts.to);
  if (on < facts.signedOn || (Date.parse(today) - Date.parse(on)) / 864e5 > bookHolds) return say('stale');
  return facts.from > today ? say('early', facts.from) : say('genuine');
}

// A book whose own newest key signed it. It comes from the site that gave this script, or from where that was kept.
export function read(text) {
  try {
    const one = opened(text.trim());
    const book = one.payload;
    const own = book.typ === 'so-tra' && book.v === 1 && book.keys.some((key) => !key.until && holds(one, key));
    return own ? book : null;
  } catch (broken) { return null; }
}

// The verdict on what a code or a file says, by the books at hand; `today` as 2026-11-30.
export function judge(scanned, books, today) {
  let one = null;
  let facts = null;
  try {
    one = opened(scanned.trim().split('#').pop());
    facts = '@context' in one.payload ? ofCredential(one.payload) : ofTwin(one.payload);
  } catch (broken) { return {standing: 'unread', facts: null, on: null, since: null}; }
  for (const book of books) {
    const key = book.keys.find((each) => each.kid === one.kid && holds(one, each));
    if (!key) continue;
    const may = (!facts.issuer || facts.issuer === book.iss) && key.since <= facts.signedOn && !(key.until < facts.signedOn);
    if (may) return standing(facts, book.out.find((each) => each[0] === facts.serial), book.on, today);
    break;
  }
  return {standing: 'foreign', facts: null, on: null, since: null};
}
