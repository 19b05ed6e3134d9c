#include "hub/answer.hpp"

#include <Poco/Net/HTTPServerResponse.h>

#include <ostream>

namespace cast::conformance::faults {

Answer refusalOf(const std::string& sentence) {
  return {.status = 400, .contentType = "text/plain; charset=utf-8", .body = sentence + '\n'};
}

std::ostream& send(const Hooks& hooks, Operation operation, Answer answer,
                   Poco::Net::HTTPServerResponse& response) {
  hooks.answers(operation, answer);
  response.setStatusAndReason(static_cast<Poco::Net::HTTPResponse::HTTPStatus>(answer.status));
  for (const auto& [name, value] : answer.headers) response.set(name, value);
  if (!answer.contentType.empty()) response.setContentType(answer.contentType);
  if (answer.status >= 200 && answer.status != 204) response.setChunkedTransferEncoding(true);
  return response.send() << answer.body << std::flush;
}

}  // namespace cast::conformance::faults
