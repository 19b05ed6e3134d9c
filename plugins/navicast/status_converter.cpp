// STATUS: a code (system_state.hpp), a sub-code, a short error name and a text that ends in a NUL. It also
// says that a tool isn't seen (code 16, not present), for which the messages with poses have no word.
//
// Debian's package lacks igtl_status.h, so the layout is written down here: code (2 bytes), sub-code (8),
// error name (20), text.
#include "element.hpp"
#include "system_state.hpp"

namespace cast::navicast {
namespace {

constexpr std::size_t kErrorName = 20;
constexpr std::size_t kHeader = 2 + 8 + kErrorName;

void append(Bytes& bytes, std::uint64_t number, unsigned size) {
  while (size-- > 0) bytes.push_back(static_cast<unsigned char>(number >> (8 * size) & 0xFFU));
}

std::uint64_t numberAt(const Bytes& bytes, std::size_t begin, std::size_t size) {
  std::uint64_t number = 0;
  for (std::size_t i = begin; i < begin + size; ++i) number = number << 8U | bytes[i];
  return number;
}

Bytes statusBody(std::uint16_t code, std::int64_t subCode, std::string_view errorName,
                 std::string_view text) {
  Bytes body;
  append(body, code, 2);
  append(body, static_cast<std::uint64_t>(subCode), 8);
  body.resize(kHeader);
  setField(body.data() + 10, kErrorName, errorName);
  body.insert(body.end(), text.begin(), text.end());
  body.push_back('\0');
  return body;
}

std::int64_t takeSubCode(Json& payload) {
  const auto member = payload.find("subCode");
  if (member == payload.end()) return 0;
  const bool whole = member->is_number_integer() &&
                     !(member->is_number_unsigned() && member->get<std::uint64_t>() > INT64_MAX);
  if (!whole && !member->is_null()) throw Fault("expected a whole number of 64 bits with sign", "/subCode");
  const std::int64_t subCode = whole ? member->get<std::int64_t>() : 0;
  payload.erase(member);
  return subCode;
}

Bytes packTool(const Json& payload) {
  if (Members(payload).object("quality").text("tracking") != "lost")
    throw Fault("expected a type that carries a pose: STATUS says that a tool isn't seen", "/messageType");
  return statusBody(kNotPresent, 0, {}, {});
}

void unpackTool(std::uint16_t code, Filling& payload) {
  if (code != kNotPresent)
    throw Fault(
        "a STATUS message says of a tool only code 16, not present; found code " + std::to_string(code),
        "/data");
  const Members quality = payload.members().object("quality");
  if (quality.text("tracking") != "lost")
    quality.refuse("tracking", "expected lost: the message says that the tool isn't present");
}

Bytes pack(const EventKind& event, Json& payload) {
  if (event.id == "toolId") return packTool(payload);
  const Members members(payload);
  const std::uint16_t code = *codeOfState(members.text("state"));
  const std::int64_t subCode = takeSubCode(payload);
  const std::string errorName = takeField(payload, "errorName", kErrorName);
  const std::string text = members.text("message", "");
  if (text.find('\0') != std::string::npos)
    members.refuse("message", "expected a text without NUL, which ends it in OpenIGTLink");
  payload.erase("state");
  payload.erase("message");
  return statusBody(code, subCode, errorName, text);
}

void unpack(const EventKind& event, const Bytes& body, Filling& payload) {
  if (body.size() <= kHeader || body.back() != 0)
    throw Fault("expected a STATUS body of at least 31 bytes that ends in a NUL; found " +
                    std::to_string(body.size()) + " bytes",
                "/data");
  const auto code = static_cast<std::uint16_t>(numberAt(body, 0, 2));
  if (event.id == "toolId") return unpackTool(code, payload);
  const auto state = stateOfCode(code);
  if (!state) throw Fault("the status code is " + std::to_string(code) + "; expected 1 to 19", "/data");
  payload.put("state", *state);
  const auto subCode = static_cast<std::int64_t>(numberAt(body, 2, 8));
  if (subCode != 0) payload.put("subCode", subCode);
  if (std::string name = fieldText(body.data() + 10, kErrorName, "error name"); !name.empty())
    payload.put("errorName", std::move(name));
  std::string text(reinterpret_cast<const char*>(body.data()) + kHeader);
  if (!isUtf8(text)) throw Fault("the message's text is not UTF-8", "/data");
  if (!text.empty()) payload.put("message", std::move(text));
}

}  // namespace

const MessageConverter kStatus{"STATUS", pack, unpack};

}  // namespace cast::navicast
