#pragma once
#include <string>

#include "engine/outcome.hpp"

namespace cast::conformance {

struct Step;
class Variables;

// The kinds of steps (profile.schema.json, "step"). Each does one step of its kind, in the thread that calls
// it.

// step_http.cpp
StepResult httpStep(const Step& step);
StepResult rawStep(const Step& step);

// step_websocket.cpp
StepResult webSocketOpenStep(const Step& step);
StepResult webSocketSendStep(const Step& step);
StepResult webSocketSubscribeStep(const Step& step);
StepResult webSocketPingStep(const Step& step);
StepResult webSocketStallStep(const Step& step);
StepResult webSocketCloseStep(const Step& step);
StepResult webSocketExpectCloseStep(const Step& step);

// step_stream.cpp
StepResult streamOpenStep(const Step& step);
StepResult streamStallStep(const Step& step);
StepResult streamCloseStep(const Step& step);

// step_callback.cpp
/// Of a callback: NAME.url and NAME.authority.
void setUrlOf(const std::string& callback, const std::string& url, Variables& variables);
StepResult callbackOpenStep(const Step& step);
StepResult callbackReleaseStep(const Step& step);
StepResult callbackSettleStep(const Step& step);

// step_tls.cpp
StepResult tlsOpenStep(const Step& step);
/// Of a handshake as the transcript tells of it.
StepResult judgeHandshake(const Step& step, const std::string& note);

// step_expect.cpp
StepResult expectStep(const Step& step);
StepResult expectNoneStep(const Step& step);
StepResult expectCountStep(const Step& step);
StepResult expectOrderStep(const Step& step);

// step_flow.cpp
StepResult setStep(const Step& step);
StepResult compareStep(const Step& step);
StepResult repeatStep(const Step& step);
StepResult concurrentlyStep(const Step& step);
StepResult measureStep(const Step& step);

// step_hub.cpp: the hub that the runner plays for a client under test
StepResult hubOpenStep(const Step& step);
StepResult hubAnswerStep(const Step& step);
StepResult hubAwayStep(const Step& step);
StepResult hubBackStep(const Step& step);
StepResult hubNotifyStep(const Step& step);
StepResult hubSendStep(const Step& step);
StepResult hubPingStep(const Step& step);
StepResult hubCloseStep(const Step& step);
StepResult hubExpectAttemptsStep(const Step& step);
StepResult hubExpectPublishedStep(const Step& step);

// step_client.cpp: the client under test
StepResult clientStartStep(const Step& step);
StepResult clientInputStep(const Step& step);
StepResult clientShowsStep(const Step& step);
StepResult clientEndStep(const Step& step);

}  // namespace cast::conformance
