#include "http_caller.hpp"

#include <Poco/Exception.h>
#include <Poco/Net/HTTPResponse.h>

#include <ostream>

#include "json_object.hpp"

namespace cast::client {
namespace {

constexpr std::size_t kLongestBody = 1024UL * 1024;

std::string bodyOf(std::istream& stream) {
  std::string body(kLongestBody, '\0');
  stream.read(body.data(), static_cast<std::streamsize>(body.size()));
  body.resize(static_cast<std::size_t>(stream.gcount()));
  return body;
}

}  // namespace

std::string HttpCaller::Answer::words() const {
  JsonObject::Fault fault;
  const auto problem = JsonObject::read(body, fault);
  const std::string detail = problem ? problem->text("detail").value_or("") : "";
  return std::to_string(status) + " " + reason + (detail.empty() ? "" : ": " + detail);
}

HttpCaller::Answer HttpCaller::call(const std::string& method, const std::string& path,
                                    const std::string& json) {
  const bool kept = session_ != nullptr;
  try {
    return callOnce(method, path, json);
  } catch (const Poco::Exception&) {
    session_.reset();
    if (!kept) throw;
  }
  try {
    return callOnce(method, path, json);
  } catch (const Poco::Exception&) {
    session_.reset();
    throw;
  }
}

HttpCaller::Answer HttpCaller::callOnce(const std::string& method, const std::string& path,
                                        const std::string& json) {
  const Poco::URI uri = access_.resource(path);
  if (!session_) session_ = access_.session(uri);
  session_->setKeepAlive(true);
  auto request = access_.request(method, uri);
  request.setKeepAlive(true);
  if (!json.empty()) {
    request.setContentType("application/json");
    request.setContentLength(static_cast<std::streamsize>(json.size()));
  }
  session_->sendRequest(request) << json << std::flush;
  Poco::Net::HTTPResponse response;
  std::istream& stream = session_->receiveResponse(response);
  Answer answer{response.getStatus(), response.getReason(), bodyOf(stream)};
  if (!response.getKeepAlive()) session_.reset();
  return answer;
}

}  // namespace cast::client
