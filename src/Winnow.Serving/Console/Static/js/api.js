// The data of the server, and its refusals in words.

import { ask, key } from "./key.js";

/** A refusal: what happened, and what to do about it. */
export class Refusal extends Error {
  constructor(status, title, detail) {
    super(detail);
    Object.assign(this, { status, title });
  }
}

export const get = (path, query, signal) => send("GET", path + toQuery(query), undefined, signal);
export const post = (path, body, signal) => send("POST", path, body, signal);

function toQuery(query) {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {}))
    for (const one of [value].flat()) if (one !== null && one !== undefined) given.append(name, one);
  return given.size > 0 ? `?${given}` : "";
}

async function send(method, path, body, signal) {
  if (!key()) await ask("This server answers only to those who have a key.");
  for (;;) {
    const response = await reach(method, path, body, signal);
    if (response.ok) return response.json();
    if (response.status !== 401) throw await refusal(response);
    await ask("The server does not know this key. Its operator can tell you the right one.");
  }
}

async function reach(method, path, body, signal) {
  const headers = { "X-Api-Key": key(), Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  try {
    return await fetch(`console/api/${path}`, { method, headers, body: body === undefined ? undefined : JSON.stringify(body), signal });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refusal(0, "The server cannot be reached", "It may have stopped, or the network is down. What you see is what it said last.");
  }
}

async function refusal(response) {
  const problem = await response.json().catch(() => ({}));
  const detail = problem.detail ?? "";
  const wait = Number(response.headers.get("Retry-After"));
  switch (response.status) {
    case 403: return new Refusal(403, "This key may not do that", detail || "Ask the operator for a key that may.");
    case 404: return new Refusal(404, "Not found", detail);
    case 429: return new Refusal(429, "Too many requests with this key", wait > 0 ? `The server takes more in ${wait} s.` : "Wait a moment, then try again.");
    case 503: return new Refusal(503, "The server is not ready", detail || "It is loading a release. Try again in a moment.");
    default: return new Refusal(response.status, response.status >= 500 ? "The server failed" : "The server did not understand", detail || `It answered with status ${response.status}.`);
  }
}
