#include "hub/request.hpp"

#include <utility>

namespace cast::conformance::faults {

std::variant<Members, Complaint> RequestReader::readMessage(const std::string& text) {
  std::string read = text;
  hooks_.reads(read);
  std::optional<Members> members = readObject(read);
  if (!members) complain(isJson(read) ? Defect::kNoObject : Defect::kNotJson, "");
  if (members && !complaint_) complaint_ = hooks_.demands(operation_, *members);
  return outcome(members.value_or(Members()));
}

std::variant<Subscription, Complaint> RequestReader::readSubscribe(const Members& message) {
  Subscription subscription;
  subscription.eventTypes = strings(message, "eventTypes");
  if (find(message, "sessionId")) subscription.sessionId = string(message, "sessionId");
  if (operation_ == Operation::kSubscribe) subscription.callbackUrl = string(message, "callbackUrl");
  if (find(message, "preferredFormats")) subscription.preferredFormats = strings(message, "preferredFormats");
  if (const std::string* wish = find(message, "leaseSeconds"))
    subscription.leaseSeconds = asWholeNumber(*wish).value_or(subscription.leaseSeconds);
  return outcome(std::move(subscription));
}

std::variant<Event, Complaint> RequestReader::readEvent(const Members& message) {
  Event event;
  event.eventType = string(message, "eventType");
  event.sessionId = string(message, "sessionId");
  string(message, "timestamp");
  string(message, "source");
  if (find(message, "userId")) string(message, "userId");
  if (!find(message, "payload")) complain(Defect::kMissing, "payload");
  // The payload first: an order of its own that receivers must not mind.
  for (const char* member : {"payload", "userId", "sessionId", "source", "timestamp", "eventType"}) {
    if (const std::string* text = find(message, member)) event.members.push_back({member, *text});
  }
  event.members.push_back({"x-handledBy", quoted("a hub that does what the specification says and no more")});
  return outcome(std::move(event));
}

void RequestReader::complain(Defect defect, const std::string& member) {
  const Complaint complaint{defect, member};
  if (!complaint_ && !hooks_.overlooks(operation_, complaint)) complaint_ = complaint;
}

std::string RequestReader::string(const Members& message, const std::string& member) {
  const std::string* text = find(message, member);
  if (!text) {
    complain(Defect::kMissing, member);
    return {};
  }
  const std::optional<std::string> value = asString(*text);
  if (!value) complain(Defect::kWrongType, member);
  if (value && value->empty()) complain(Defect::kEmpty, member);
  return value.value_or(*text);
}

std::vector<std::string> RequestReader::strings(const Members& message, const std::string& member) {
  const std::string* text = find(message, member);
  if (!text) {
    complain(Defect::kMissing, member);
    return {};
  }
  std::optional<std::vector<std::string>> values = asStrings(*text);
  if (!values) complain(Defect::kWrongType, member);
  if (values && values->empty()) complain(Defect::kEmpty, member);
  return std::move(values).value_or(std::vector<std::string>());
}

template <typename Request>
std::variant<Request, Complaint> RequestReader::outcome(Request request) const {
  if (complaint_) return *complaint_;
  return request;
}

std::string describe(const Complaint& complaint) {
  const std::string member = "the member " + complaint.member + ' ';
  switch (complaint.defect) {
    case Defect::kNotJson:
      return "this is not JSON in UTF-8";
    case Defect::kNoObject:
      return "this is not a JSON object";
    case Defect::kMissing:
      return member + "is missing";
    case Defect::kWrongType:
      return member + "is of the wrong type";
    case Defect::kEmpty:
      return member + "is empty";
    case Defect::kUnknownAction:
      return member + "is neither subscribe nor publish";
    case Defect::kBadUrl:
      return member + "is not an http URL";
    case Defect::kBreaksProtocol:
      return complaint.member + " is not as RFC 6455 has it";
  }
  return member + "is wrong";
}

}  // namespace cast::conformance::faults
