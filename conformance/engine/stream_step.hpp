#pragma once
#include <memory>

#include "engine/json.hpp"
#include "wire/http_message.hpp"

namespace cast::conformance {

struct Step;

/// Whether an sse.open step proves its subscription by a probe.
bool probes(const Step& step);
/// Whether an answer opens an event stream.
bool isStream(const HttpMessage& answer);
/// A callback's request as expectations see it; names of header fields in lower case.
std::shared_ptr<const Json> requestJson(const HttpMessage& request);

}  // namespace cast::conformance
