#include "endpoint/services.hpp"

namespace cast::hub {

HttpResponse jsonResponse(int status, std::string body) {
  HttpResponse response;
  response.status = status;
  response.contentType = "application/json";
  response.body = std::move(body);
  return response;
}

HttpResponse problemResponse(const Rejection& rejection, bool tokenWasSent) {
  HttpResponse response = jsonResponse(rejection.status, problemJson(rejection));
  response.contentType = "application/problem+json";
  if (rejection.status == 401) {
    response.headers.set("WWW-Authenticate", tokenWasSent ? R"(Bearer realm="cast", error="invalid_token")"
                                                          : R"(Bearer realm="cast")");
  }
  if (rejection.status == 403 && rejection.pointer.empty()) {
    response.headers.set("WWW-Authenticate", R"(Bearer realm="cast", error="insufficient_scope")");
  }
  return response;
}

}  // namespace cast::hub
