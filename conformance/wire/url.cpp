#include "wire/url.hpp"

#include <Poco/Exception.h>
#include <Poco/URI.h>

namespace cast::conformance {

std::optional<Url> parseUrl(const std::string& text, const std::string& caFile) {
  try {
    const Poco::URI uri(text);
    const std::string& scheme = uri.getScheme();
    const bool tls = scheme == "https" || scheme == "wss";
    if ((!tls && scheme != "http" && scheme != "ws") || uri.getHost().empty() || !uri.getUserInfo().empty())
      return std::nullopt;
    Url url;
    const std::string& host = uri.getHost();  // POCO keeps the brackets of an IPv6 address
    url.endpoint.host = host.starts_with('[') ? host.substr(1, host.size() - 2) : host;
    url.endpoint.port = uri.getPort() != 0 ? uri.getPort() : static_cast<unsigned short>(tls ? 443 : 80);
    url.endpoint.tls = tls;
    url.endpoint.caFile = caFile;
    // From the text itself, not from POCO's reading: a check may want a target that is not in normal form.
    const std::size_t path = text.find_first_of("/?", text.find("://") + 3);
    url.target = path == std::string::npos ? "/" : text.substr(path);
    if (url.target.front() == '?') url.target = '/' + url.target;
    return url;
  } catch (const Poco::Exception&) {
    return std::nullopt;
  }
}

std::string queryEncoded(const std::string& text) {
  std::string encoded;
  Poco::URI::encode(text, "!#$&'()*+,/:;=?@[]%", encoded);
  return encoded;
}

}  // namespace cast::conformance
