#include "endpoint/router.hpp"

#include <Poco/Net/HTTPRequest.h>

#include <algorithm>
#include <array>
#include <exception>

namespace cast::hub {
namespace {

using Resource = Answer (*)(Services&, const Call&);

/// How browsers, which cannot set headers there, may send the token on a route.
enum class Token { None, Header, HeaderOrQuery, HeaderSubprotocolOrQuery };

struct Route {
  std::string_view method;
  std::string_view path;  ///< one that ends in `/` has a name behind it
  Token token;
  Resource resource;
  bool takesOver = false;  ///< speaks on the connection from then on, so HEAD makes no sense
};

constexpr std::array kRoutes{
    Route{"POST", "/cast/v1/subscribe", Token::Header, postSubscribe},
    Route{"DELETE", "/cast/v1/subscribe/", Token::Header, deleteSubscription},
    Route{"POST", "/cast/v1/event", Token::Header, postEvent},
    Route{"GET", "/cast/v1/ws", Token::HeaderSubprotocolOrQuery, openWebSocket, true},
    Route{"GET", "/cast/v1/events", Token::HeaderOrQuery, openEventStream, true},
    Route{"GET", "/cast/v1/sessions/", Token::Header, getSession},
    Route{"GET", "/cast/v1/.well-known/cast-configuration", Token::None, getDiscovery},
    Route{"GET", "/health", Token::None, getHealth},
    Route{"GET", "/metrics", Token::None, getMetrics},
};

bool isPath(const Route& route, const std::string& path) {
  if (!route.path.ends_with('/')) return path == route.path;
  return path.starts_with(route.path) && path.size() > route.path.size();
}

bool isMethod(const Route& route, const std::string& method) {
  return route.method == method || (method == "HEAD" && route.method == "GET" && !route.takesOver);
}

const Route* routeOf(const HttpRequest& request) {
  const auto found = std::find_if(kRoutes.begin(), kRoutes.end(), [&](const Route& route) {
    return isPath(route, request.path) && isMethod(route, request.head.getMethod());
  });
  return found == kRoutes.end() ? nullptr : &*found;
}

std::string allowedMethods(const std::string& path) {
  std::string allowed;
  for (const Route& route : kRoutes) {
    if (isPath(route, path)) allowed += std::string(route.method) + ", ";
  }
  return allowed.empty() ? allowed : allowed + "OPTIONS";
}

std::string tokenOf(const HttpRequest& request, Token where) {
  std::string token = bearerToken(request.head.get("Authorization", ""));
  if (token.empty() && where == Token::HeaderSubprotocolOrQuery) {
    token = subprotocolToken(allOf(request.head, "Sec-WebSocket-Protocol"));
  }
  if (token.empty() && where != Token::Header) token = request.query.get("access_token", "");
  return token;
}

Rejection notFound(const std::string& path) {
  return {404, "not-found", "Not found",
          "there is nothing at `" + path + "`: the base URL's path is " + kBasePath + ", see " + kBasePath +
              "/.well-known/cast-configuration",
          ""};
}

HttpResponse elsewhere(const HttpRequest& request) {
  const std::string allowed = allowedMethods(request.path);
  if (allowed.empty()) return problemResponse(notFound(request.path), false);
  HttpResponse response;
  if (request.head.getMethod() == "OPTIONS") {
    response.status = 204;
  } else {
    response = problemResponse({405, "method-not-allowed", "A method that does not apply",
                                "`" + request.path + "` takes " + allowed, ""},
                               false);
  }
  response.headers.set("Allow", allowed);
  return response;
}

}  // namespace

HttpResponse Router::answer(const HttpRequest& request) {
  return guarded(request, [&] { return route(request); });
}

std::optional<HttpResponse> Router::refuseEarly(const HttpRequest& request) {
  bool refused = false;
  HttpResponse response = guarded(request, [&] {
    Call call{request, nullptr, {}};
    auto fault = faultOfCall(request, call);
    refused = fault.has_value();
    return std::move(fault).value_or(HttpResponse{});
  });
  if (!refused) return std::nullopt;
  return response;
}

HttpResponse Router::guarded(const HttpRequest& request, const std::function<HttpResponse()>& work) {
  HttpResponse response;
  try {
    response = work();
  } catch (const std::exception& error) {
    services_.hub.log().error("request failed", {{"path", request.path}, {"error", error.what()}});
    response = problemResponse(internalError(), false);
  }
  addCors(response, request.head.get("Origin", ""));
  return response;
}

HttpResponse Router::route(const HttpRequest& request) {
  Call call{request, nullptr, {}};
  if (auto fault = faultOfCall(request, call)) return *std::move(fault);
  Answer answer = routeOf(request)->resource(services_, call);
  if (auto* response = std::get_if<HttpResponse>(&answer)) return std::move(*response);
  services_.hub.refused(std::get<Rejection>(answer), "http");
  return problemResponse(std::get<Rejection>(answer), true);
}

// What can be said without the body: that there is no such resource, method or token. Else it completes the
// call.
std::optional<HttpResponse> Router::faultOfCall(const HttpRequest& request, Call& call) {
  const Route* route = routeOf(request);
  if (route == nullptr) return elsewhere(request);
  call.name = request.path.substr(route->path.size());
  if (route->token == Token::None) return std::nullopt;
  const std::string token = tokenOf(request, route->token);
  auto identity = services_.configuration.tokens.authenticate(token, WallClock::now());
  if (const auto* rejection = std::get_if<Rejection>(&identity)) {
    services_.hub.refused(*rejection, "http");
    return problemResponse(*rejection, !token.empty());
  }
  call.identity = std::get<IdentityPtr>(std::move(identity));
  return std::nullopt;
}

HttpResponse Router::malformed(int status, const std::string& detail) {
  Rejection rejection{status, "malformed-request", "A malformed request", detail, ""};
  if (status == 413) rejection = {status, "too-large", "Too large", detail, ""};
  if (status == 429) rejection = {status, "limit-reached", "A limit is reached", detail, ""};
  if (status == 503) rejection = {status, "unavailable", "The hub is stopping", detail, ""};
  services_.hub.refused(rejection, "http");
  HttpResponse response = problemResponse(rejection, false);
  addCors(response, "");
  return response;
}

void Router::addCors(HttpResponse& response, const std::string& origin) const {
  const auto& allowed = services_.configuration.allowedOrigins;
  const bool anyone = std::find(allowed.begin(), allowed.end(), "*") != allowed.end();
  if (!anyone) {
    response.headers.set("Vary", "Origin");
    if (std::find(allowed.begin(), allowed.end(), origin) == allowed.end()) return;
  }
  response.headers.set("Access-Control-Allow-Origin", anyone ? "*" : origin);
  response.headers.set("Access-Control-Allow-Methods", "GET, POST, DELETE, OPTIONS");
  response.headers.set("Access-Control-Allow-Headers", "Authorization, Content-Type, Last-Event-ID");
  response.headers.set("Access-Control-Expose-Headers", "Location, WWW-Authenticate");
}

}  // namespace cast::hub
