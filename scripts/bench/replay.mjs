/** Stands in for the HTTP client of the provider: each request is sent once, and gets the same response from then on. */
export class Replay {
  #responses = new Map();

  /** @param undici The module that the provider uses, before it has loaded it. */
  constructor(undici) {
    const send = undici.request;
    undici.request = async (url, options) => {
      const request = `${options.method} ${url.href}`;
      if (!this.#responses.has(request)) this.#responses.set(request, await noted(await send(url, options)));
      const { status, headers, text } = this.#responses.get(request);
      return { statusCode: status, headers, body: { text: () => Promise.resolve(text) } };
    };
  }

  /** Sends every request again. */
  forget() {
    this.#responses.clear();
  }
}

async function noted({ statusCode, headers, body }) {
  return { status: statusCode, headers, text: await body.text() };
}
