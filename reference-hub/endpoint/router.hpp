#pragma once
#include <functional>
#include <string>
#include <string_view>

#include "endpoint/services.hpp"

namespace cast::hub {

/// Brings each request to its resource: finds the route, checks the token, renders refusals, adds the CORS
/// headers. Used by the loop's thread only.
class Router : public HttpHandler {
 public:
  explicit Router(Services services) : services_(services) {}

  HttpResponse answer(const HttpRequest& request) override;
  std::optional<HttpResponse> refuseEarly(const HttpRequest& request) override;
  HttpResponse malformed(int status, const std::string& detail) override;

 private:
  HttpResponse guarded(const HttpRequest& request, const std::function<HttpResponse()>& work);
  HttpResponse route(const HttpRequest& request);
  std::optional<HttpResponse> faultOfCall(const HttpRequest& request, Call& call);
  void addCors(HttpResponse& response, const std::string& origin) const;

  Services services_;
};

}  // namespace cast::hub
