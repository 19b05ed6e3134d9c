#include "endpoint/services.hpp"

namespace cast::hub {

Answer getHealth(Services& services, const Call&) {
  const bool stopping = services.hub.isStopping();
  return jsonResponse(stopping ? 503 : 200, stopping ? R"({"status":"stopping"})" : R"({"status":"ok"})");
}

}  // namespace cast::hub
