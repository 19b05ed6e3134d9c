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
  if (conduct.breaks("token-in-url")) uri.addQueryParameter("access_token", conduct.token);
  Poco::Net::HTTPClientSession session(uri.getHost(), uri.getPort());
  session.setTimeout(Poco::Timespan(2, 0));
  Poco::Net::HTTPRequest request(method, uri.getPathAndQuery(), Poco::Net::HTTPMessage::HTTP_1_1);
  if (!conduct.breaks("no-token") && !conduct.breaks("token-in-url"))
    request.set("Authorization", "Bearer " + conduct.token);
  if (!json.empty()) request.setContentType("application/json; charset=utf-8");
  request.setContentLength(static_cast<std::streamsize>(json.size()));
  session.sendRequest(request) << json << std::flush;
  Poco::Net::HTTPResponse response;
  std::string text;
  Poco::StreamCopier::copyToString(session.receiveResponse(response), text);
  if (body != nullptr) *body = text;
  return response.getStatus();
}

}  // namespace cast::conformance::faults
