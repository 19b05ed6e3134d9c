#include "client/http.hpp"

#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/StreamCopier.h>
#include <Poco/URI.h>

namespace cast::conformance::faults {

int call(const Conduct& conduct, const std::string& method, const std::string& path, const std::string& json,
         std::string* body) {
  Poco::URI uri(conduct.hub + path);
  if (conduct.breaks("token-in-url") || conduct.breaks("token-in-url-too"))
    uri.addQueryParameter("access_token", conduct.token);
  Poco::Net::HTTPClientSession session(uri.getHost(), uri.getPort());
  session.setTimeout(Poco::Timespan(2, 0));
  Poco::Net::HTTPRequest request(method, uri.getPathAndQuery(), Poco::Net::HTTPMessage::HTTP_1_1);
  if (!conduct.breaks("no-token") && !conduct.breaks("token-in-url"))
    request.set("Authorization", conduct.credentials());
  const char* type = conduct.breaks("plain-text") ? "text/plain" : "application/json; charset=utf-8";
  if (!json.empty()) request.setContentType(type);
  if (conduct.chooses("expects-continue") && !json.empty()) request.setExpectContinue(true);
  request.setContentLength(static_cast<std::streamsize>(json.size()));
  std::ostream& out = session.sendRequest(request);
  Poco::Net::HTTPResponse response;
  if (request.getExpectContinue() && !session.peekResponse(response)) return response.getStatus();
  out << json << std::flush;
  std::string text;
  Poco::StreamCopier::copyToString(session.receiveResponse(response), text);
  if (body != nullptr) *body = text;
  return response.getStatus();
}

}  // namespace cast::conformance::faults
