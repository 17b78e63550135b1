export { connectorMocks, type ConnectorMocks, type MockOptions } from "./mocks";
export { testProgram, type ProgramOptions, type TestedProgram } from "./program";
