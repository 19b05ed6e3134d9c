#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cast::conformance {

struct HttpHeader {
  std::string name;
  std::string value;
};

/// Header fields in the order in which they came or are to go.
class HttpHeaders {
 public:
  void add(std::string name, std::string value) { fields_.push_back({std::move(name), std::move(value)}); }
  void set(const std::string& name, const std::string& value);  ///< replaces fields of that name in any case

  /// The value; several fields of one name are joined by ", " (RFC 9110, 5.3).
  std::optional<std::string> find(std::string_view name) const;
  /// Whether the comma-separated value has this member, in any case.
  bool lists(std::string_view name, std::string_view member) const;

  const std::vector<HttpHeader>& fields() const { return fields_; }

 private:
  std::vector<HttpHeader> fields_;
};

/// A response or, for the callback server, a request, as it came.
struct HttpMessage {
  int status = 0;      ///< responses
  std::string reason;  ///< responses
  std::string method;  ///< requests
  std::string target;  ///< requests
  std::string version;
  HttpHeaders headers;
  std::string body;

  std::string summary() const;  ///< "201 Created" or "POST /callback"
};

/// A request as the runner sends it.
struct HttpRequest {
  std::string method = "GET";
  std::string target = "/";
  HttpHeaders headers;
  std::string body;

  /// Head and body; adds nothing that is not in the headers.
  std::string bytes() const;
};

}  // namespace cast::conformance
