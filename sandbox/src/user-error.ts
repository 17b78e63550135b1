export { UserError } from "pulumi-connectors/internal/project/user-error";
