// native <-> fhir for orders (Cast specification, Order Events; FHIR R4 ServiceRequest).
#include <algorithm>
#include <array>

#include "convert/conversions.hpp"
#include "convert/native_values.hpp"

namespace cast::fhircast {

namespace {

// The codes of R4's RequestStatus, and two words of everyday for `revoked`.
std::string_view statusOf(std::string_view text) {
  static constexpr std::array<std::string_view, 7> kCodes{
      "draft", "active", "on-hold", "revoked", "completed", "entered-in-error", "unknown"};
  const std::string small = inSmallLetters(text);
  if (small == "cancelled" || small == "canceled") return "revoked";
  const auto* found = std::find(kCodes.begin(), kCodes.end(), small);
  return found == kCodes.end() ? std::string_view{} : *found;
}

void setStatus(Json& order, const Json& native) {
  const Json* value = memberOf(native, "status");
  if (!value || (value->is_string() && value->get_ref<const std::string&>().empty())) {
    order["status"] = "unknown";
    return;
  }
  std::string_view text =
      value->is_string() ? std::string_view(value->get_ref<const std::string&>()) : textOf(*value, "code");
  const Json& codings = arrayOf(*value, "coding");
  if (text.empty() && !codings.empty()) text = textOf(codings.front(), "code");
  const std::string_view code = statusOf(text);
  if (code.empty())
    throw Fault(
        "expected a status that R4 has: draft, active, on-hold, revoked, completed, entered-in-error or "
        "unknown",
        "/status");
  order["status"] = code;
}

}  // namespace

Json nativeOrderToFhir(const Json& native) {
  // The payload is an order: so is the intent.
  Json order{{"format", "fhir"}, {"resourceType", "ServiceRequest"}, {"intent", "order"}};
  setId(order, native, "orderId");
  setStatus(order, native);
  if (Json type = conceptOf(native, "orderType"); !type.is_null()) append(order, "category", std::move(type));
  if (std::string date = dateTimeOf(native, "orderedDate"); !date.empty())
    order["authoredOn"] = std::move(date);
  Json subject = referenceToPatient(native);
  order["subject"] = subject.is_null() ? absentElement() : std::move(subject);
  return order;
}

Json fhirToNativeOrder(const Json& order) {
  demandType(order, "ServiceRequest");
  Json native{{"format", "native"}, {"orderId", idOf(order, "orderId")}};
  if (const std::string_view status = textOf(order, "status"); !status.empty()) native["status"] = status;
  const Json& categories = arrayOf(order, "category");
  if (!categories.empty())
    if (Json type = nativeConcept(categories.front()); !type.empty()) native["orderType"] = std::move(type);
  if (const std::string_view date = textOf(order, "authoredOn"); !date.empty()) native["orderedDate"] = date;
  if (const std::string id = patientIdOf(objectOf(order, "subject")); !id.empty()) native["patientId"] = id;
  return native;
}

}  // namespace cast::fhircast
