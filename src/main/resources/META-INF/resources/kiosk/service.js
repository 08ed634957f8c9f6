// Asks the service. What can go wrong comes out as one of three errors, each with a different thing to do about it.

const ANSWER_WITHIN = 10_000;

/** The page went elsewhere: nobody waits for this answer any more. */
export class Left extends Error {}

/** No answer came: the network or the service is away. */
export class Unreachable extends Error {}

/** The service said no (RFC 9457). */
export class Refused extends Error {
  constructor(status, problem, retryAfter) {
    super(problem.title || String(status));
    this.status = status;
    this.code = problem.code || String(status);
    /** Seconds the service asks to wait, null when it does not say. */
    this.retryAfter = retryAfter;
  }

  get isBusy() {
    return this.status === 429 || this.status === 503;
  }
}

/** The progress of a case. With a known tag and a wait in seconds the answer comes when something has changed. */
export async function askProgress(number, { tag, wait, signal }) {
  const { status, headers, body } = await get(`/v1/progress/${encodeURIComponent(number)}`, {
    headers: tag ? { 'If-None-Match': tag, Prefer: `wait=${wait}` } : {},
    signal,
    // a case leaves no copy in the browser
    cache: 'no-store',
    within: ANSWER_WITHIN + (tag ? wait * 1000 : 0),
  });
  return {
    view: status === 304 ? null : parse(body),
    tag: headers.get('ETag'),
    waited: headers.has('Preference-Applied'),
  };
}

export const listDepartments = (signal) => read('/v1/departments', signal);
export const listThemes = (signal) => read('/v1/themes', signal);
export const getGuide = (code, signal) => read(`/v1/items/${encodeURIComponent(code)}`, signal);

export function listItems(parameters, signal) {
  const filled = Object.entries(parameters).filter(([, value]) => value);
  return read(`/v1/items?${new URLSearchParams(filled)}`, signal);
}

async function read(path, signal) {
  const { body } = await get(path, { signal, cache: 'default', within: ANSWER_WITHIN });
  return parse(body);
}

async function get(path, { headers, signal, cache, within }) {
  if (signal.aborted) {
    throw new Left();
  }
  const abort = new AbortController();
  const leave = () => abort.abort();
  const timer = setTimeout(leave, within);
  signal.addEventListener('abort', leave);
  try {
    const response = await fetch(path, {
      headers: { Accept: 'application/json', ...headers },
      cache,
      credentials: 'omit',
      redirect: 'error',
      signal: abort.signal,
    });
    const body = await response.text();
    if (!response.ok && response.status !== 304) {
      throw new Refused(response.status, problem(body), retryAfter(response));
    }
    return { status: response.status, headers: response.headers, body };
  } catch (failure) {
    throw signal.aborted ? new Left() : failure instanceof Refused ? failure : new Unreachable();
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', leave);
  }
}

function parse(body) {
  try {
    return JSON.parse(body);
  } catch (cutShort) {
    throw new Unreachable();
  }
}

/** A proxy in between refuses in its own words: then only the status counts. */
function problem(body) {
  try {
    return JSON.parse(body);
  } catch (otherText) {
    return {};
  }
}

function retryAfter(response) {
  const seconds = Number.parseInt(response.headers.get('Retry-After'), 10);
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 1), 300) : null;
}
