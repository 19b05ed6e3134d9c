#include "endpoint/body.hpp"

#include <Poco/Net/HTTPRequest.h>
#include <Poco/String.h>

namespace cast::hub {

std::variant<JsonObject, Rejection> readBody(const HttpRequest& request) {
  const std::string& type = request.head.getContentType();
  if (type != Poco::Net::HTTPMessage::UNKNOWN_CONTENT_TYPE) {
    const std::string media = Poco::toLower(Poco::trim(type.substr(0, type.find(';'))));
    if (media != "application/json" && !(media.starts_with("application/") && media.ends_with("+json"))) {
      return Rejection{415, "unsupported-media-type", "A media type that is not understood",
                       "the body must be JSON: send `Content-Type: application/json`", ""};
    }
  }
  return JsonObject::read(request.body, "the body");
}

}  // namespace cast::hub
