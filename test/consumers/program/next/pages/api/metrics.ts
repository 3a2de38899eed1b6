import { metricsHandler } from "narthex/service";

export default metricsHandler();
