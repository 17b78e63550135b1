export { z } from "zod";
export { loadStackConfig, type LoadOptions } from "./load";
export { secret, type SecretSchema } from "./secret";
