#include "endpoint/router.hpp"

#include <Poco/Net/HTTPRequest.h>

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
};

constexpr std::array kRoutes{
    Route{"POST", "/cast/v1/subscribe", Token::Header, postSubscribe},
    Route{"DELETE", "/cast/v1/subscribe/", Token::Header, deleteSubscription},
    Route{"POST", "/cast/v1/event", Token::Header, postEvent},
    Route{"GET", "/cast/v1/ws", Token::HeaderSubprotocolOrQuery, openWebSocket},
    Route{"GET", "/cast/v1/events", Token::HeaderOrQuery, openEventStream},
    Route{"GET", "/cast/v1/sessions/", Token::Header, getSession},
    Route{"GET", "/cast/v1/.well-known/cast-configuration", Token::None, getDiscovery},
    Route{"GET", "/health", Token::None, getHealth},
    Route{"GET", "/metrics", Token::None, getMetrics},
};

bool isPath(const Route& route, const std::string& path) {
  if (!route.path.ends_with('/')) return path == route.path;
  return path.starts_with(route.path) && path.size() > route.path.size();
}

std::string tokenOf(const HttpRequest& request, Token where) {
  std::string token = bearerToken(request.head.get("Authorization", ""));
  if (token.empty() && where == Token::HeaderSubprotocolOrQuery) {
    token = subprotocolToken(request.head.get("Sec-WebSocket-Protocol", ""));
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

}  // namespace

HttpResponse Router::answer(const HttpRequest& request) {
  HttpResponse response;
  try {
    response = route(request);
  } catch (const std::exception& error) {
    services_.hub.log().error("request failed", {{"path", request.path}, {"error", error.what()}});
    response = problemResponse(
        {500, "internal", "An error inside the hub", "the hub failed; its log tells more", ""}, false);
  }
  addCors(response);
  return response;
}

HttpResponse Router::route(const HttpRequest& request) {
  const std::string& method = request.head.getMethod();
  const std::string_view asked = method == "HEAD" ? "GET" : std::string_view(method);
  std::string allowed;
  for (const Route& route : kRoutes) {
    if (!isPath(route, request.path)) continue;
    allowed += std::string(allowed.empty() ? "" : ", ") + std::string(route.method);
    if (route.method != asked) continue;
    Call call{request, nullptr, request.path.substr(route.path.size())};
    const std::string token = tokenOf(request, route.token);
    if (route.token != Token::None) {
      auto identity = services_.configuration.tokens.authenticate(token, WallClock::now());
      if (const auto* rejection = std::get_if<Rejection>(&identity)) {
        services_.hub.refused(*rejection, "http");
        return problemResponse(*rejection, !token.empty());
      }
      call.identity = std::get<IdentityPtr>(std::move(identity));
    }
    Answer answer = route.resource(services_, call);
    if (auto* response = std::get_if<HttpResponse>(&answer)) return std::move(*response);
    services_.hub.refused(std::get<Rejection>(answer), "http");
    return problemResponse(std::get<Rejection>(answer), !token.empty());
  }
  if (allowed.empty()) return problemResponse(notFound(request.path), false);
  if (method == "OPTIONS") {
    HttpResponse response;
    response.status = 204;
    response.headers.set("Allow", allowed + ", OPTIONS");
    return response;
  }
  HttpResponse response = problemResponse({405, "method-not-allowed", "A method that does not apply",
                                           "`" + request.path + "` takes " + allowed, ""},
                                          false);
  response.headers.set("Allow", allowed + ", OPTIONS");
  return response;
}

HttpResponse Router::malformed(int status, const std::string& detail) {
  const Rejection rejection{status, status == 413 ? "too-large" : "malformed-request",
                            status == 413 ? "Too large" : "A malformed request", detail, ""};
  services_.hub.refused(rejection, "http");
  HttpResponse response = problemResponse(rejection, false);
  addCors(response);
  return response;
}

void Router::addCors(HttpResponse& response) const {
  response.headers.set("Access-Control-Allow-Origin", services_.configuration.allowedOrigin);
  response.headers.set("Access-Control-Allow-Methods", "GET, POST, DELETE, OPTIONS");
  response.headers.set("Access-Control-Allow-Headers", "Authorization, Content-Type, Last-Event-ID");
  response.headers.set("Access-Control-Expose-Headers", "Location, WWW-Authenticate");
}

}  // namespace cast::hub
