import { randomBytes, randomUUID } from "node:crypto";
import type { FastifyInstance, FastifyRequest, onRequestHookHandler } from "fastify";
import { sign, verify, type JwtPayload } from "jsonwebtoken";
import type { Refusal } from "../../serving/refusal";
import { sameSecret } from "../../serving/same-secret";
import { failure, Throttled } from "./errors";
import type { AisquaredOptions } from "./platform";
import { required, parseParameters, text } from "./parameters";
import type { Tables, User } from "./tables";

const minute = 60_000;
const tokenLife = 30 * minute;
const lockedFor = 60 * minute;
const wrongLogins = 5;
const throttle = { logins: 5, within: 20_000 };

const newUser: User = { id: "1", jti: null, failed_attempts: 0, locked_until: null };

/** Logins and their tokens. Source: docs/contracts/aisquared.md, section 1. */
export class Sessions {
  /** The number of logins by address in the current period. */
  #logins = new Map<string, number>();
  #period = 0;

  constructor(
    private readonly tables: Pick<Tables, "users" | "signingKeys">,
    private readonly options: Pick<AisquaredOptions, "email" | "password" | "token" | "keyHint">,
    private readonly now: () => number,
  ) {}

  addRoutes(app: FastifyInstance): void {
    const onRequest: onRequestHookHandler = (request, _reply, done) => done(this.#throttled(request.ip));
    app.post("/api/v1/login", { onRequest }, async (request) => {
      const { email, password } = parseParameters(request, {
        email: required(text),
        password: required(text),
      });
      const token = await this.#login(String(email), String(password));
      return { data: { type: "token", id: token, attributes: { token } } };
    });

    app.delete("/api/v1/logout", async () => {
      await this.tables.users.put({ ...this.#user(), jti: null });
      return {
        data: { type: "message", id: randomUUID(), attributes: { message: "Successfully logged out" } },
      };
    });
  }

  /** @returns undefined if the request is authenticated. */
  refusal(request: FastifyRequest): Refusal | undefined {
    const [, token] = /^Bearer (.+)$/.exec(request.headers.authorization ?? "") ?? [];
    if (token === undefined) return failure(401, "Unauthorized");
    return this.#isValid(token) ? undefined : failure(401, this.#withHint("Unauthorized"));
  }

  #withHint(detail: string): string {
    const { keyHint } = this.options;
    return keyHint === undefined ? detail : `${detail}. ${keyHint}`;
  }

  #isValid(token: string): boolean {
    if (this.options.token !== undefined && sameSecret(token, this.options.token)) return true;
    const secret = this.tables.signingKeys.get("jwt")?.key;
    if (secret === undefined) return false;
    try {
      const clockTimestamp = Math.floor(this.now() / 1000);
      const { jti } = verify(token, secret, { algorithms: ["HS256"], clockTimestamp }) as JwtPayload;
      return jti !== undefined && jti === this.#user().jti;
    } catch {
      return false;
    }
  }

  /** Counts every login, successful or not, in fixed periods. */
  #throttled(address: string): Throttled | undefined {
    const period = Math.floor(this.now() / throttle.within);
    if (period !== this.#period) this.#logins = new Map();
    this.#period = period;
    const logins = (this.#logins.get(address) ?? 0) + 1;
    this.#logins.set(address, logins);
    if (logins <= throttle.logins) return undefined;
    return new Throttled(Math.ceil(((period + 1) * throttle.within - this.now()) / 1000));
  }

  async #login(email: string, password: string): Promise<string> {
    const user = this.#unlocked();
    if (!sameSecret(email, this.options.email))
      throw failure(401, this.#withHint("Invalid email or password"));
    if (user.locked_until !== null) throw failure(401, "Account is locked");
    if (!sameSecret(password, this.options.password)) {
      const failed_attempts = user.failed_attempts + 1;
      const locked_until = failed_attempts < wrongLogins ? null : this.now() + lockedFor;
      await this.tables.users.put({ ...user, failed_attempts, locked_until });
      throw failure(
        401,
        locked_until === null ? this.#withHint("Invalid email or password") : "Account is locked",
      );
    }
    const jti = randomUUID();
    const key = this.tables.signingKeys.get("jwt")?.key ?? randomBytes(32).toString("hex");
    await Promise.all([
      this.tables.signingKeys.put({ id: "jwt", key }),
      this.tables.users.put({ ...user, jti, failed_attempts: 0 }),
    ]);
    const iat = Math.floor(this.now() / 1000);
    return sign({ sub: user.id, jti, iat, exp: iat + tokenLife / 1000 }, key, { algorithm: "HS256" });
  }

  #user(): User {
    return this.tables.users.get(newUser.id) ?? newUser;
  }

  /** The user, without a lock that has expired. */
  #unlocked(): User {
    const user = this.#user();
    const hasExpired = user.locked_until !== null && user.locked_until <= this.now();
    return hasExpired ? { ...user, failed_attempts: 0, locked_until: null } : user;
  }
}
