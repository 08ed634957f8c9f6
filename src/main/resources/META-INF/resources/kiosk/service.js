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
  const headers = {};
  if (tag) {
    headers['If-None-Match'] = tag;
    headers.Prefer = `wait=${wait}`;
  }
  const response = await get(`/v1/progress/${encodeURIComponent(number)}`, {
    headers,
    signal,
    // a case leaves no copy in the browser
    cache: 'no-store',
    within: ANSWER_WITHIN + (tag ? wait * 1000 : 0),
  });
  return {
    view: response.status === 304 ? null : await json(response),
    tag: response.headers.get('ETag'),
    waited: response.headers.has('Preference-Applied'),
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
  return json(await get(path, { signal, cache: 'default', within: ANSWER_WITHIN }));
}

async function get(path, { headers, signal, cache, within }) {
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
    if (!response.ok && response.status !== 304) {
      throw new Refused(response.status, await problem(response), retryAfter(response));
    }
    return response;
  } catch (failure) {
    throw signal.aborted ? new Left() : failure instanceof Refused ? failure : new Unreachable();
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', leave);
  }
}

async function json(response) {
  try {
    return await response.json();
  } catch (broken) {
    throw new Unreachable();
  }
}

async function problem(response) {
  try {
    return await response.json();
  } catch (otherText) {
    return {};
  }
}

function retryAfter(response) {
  const seconds = Number.parseInt(response.headers.get('Retry-After'), 10);
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 1), 300) : null;
}
