#pragma once
#include <optional>
#include <string>

#include "engine/outcome.hpp"
#include "wire/http_exchange.hpp"
#include "wire/http_message.hpp"
#include "wire/url.hpp"

namespace cast::conformance {

struct Step;
struct Subject;

/// The request that a step asks for, with what each of them carries: Host, User-Agent, token, content and its
/// type. The step's own headers come last and win.
HttpRequest requestFor(const Step& step, const Url& url, const std::string& method);

/// The headers of a request by themselves.
void addCommonHeaders(HttpRequest& request, const Endpoint& endpoint, const std::string& token);

/// What raw bytes led to: an answer, and as far as the step lets it the connection's end, or nothing.
StepResult judgeRaw(const Step& step, const HttpOutcome& outcome);
/// Judges an answer by the step's `expect`.
StepResult judgeAnswer(const Step& step, const HttpMessage& answer);

/// Judges and binds the answer to an http step, or that there is none: to what goes in plain text to a port
/// of TLS, bytes of TLS, the connection's end or silence are as good as a refusal. Throws NothingFurther
/// where the subject refuses what it may refuse, NetworkFailure where it is asked too often for its taste.
StepResult judgeExchange(const Step& step, const HttpOutcome& outcome);

/// An answer in a line: status and the beginning of its body.
std::string answerWords(const HttpMessage& answer);

/// The answer's body as the step's `bind` wants it.
StepResult bindAnswer(const Step& step, const HttpMessage& answer);

/// A URL that must be one. Throws VariableFault.
Url urlOf(const std::string& text, const Subject& subject);

}  // namespace cast::conformance
