// Conversions of every kind, good and bad: what the payload asks for.
#include <unistd.h>

#include <atomic>
#include <cast/json.hpp>
#include <chrono>
#include <functional>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>

namespace {

using cast::plugin::Conversion;
using cast::plugin::Fault;
using cast::plugin::Json;

std::string asFhir(const Json& dicom) {
  return Json{{"format", "fhir"},
              {"resourceType", "ImagingStudy"},
              {"identifier", Json::array({{{"value", "urn:oid:" + dicom.value("studyInstanceUID", "")}}})}}
      .dump();
}

std::string asDicomJson(const Json& dicom) {
  const Json uid{{"vr", "UI"}, {"Value", Json::array({dicom.value("studyInstanceUID", "")})}};
  return Json{{"format", "dicom+json"}, {"data", {{"0020000D", uid}}}}.dump();
}

// No plugin should count: this one shows how often it was called.
std::string asCounted() {
  static std::atomic<int> count{0};
  return Json{{"format", "counted"}, {"count", ++count}}.dump();
}

// Tells on one descriptor that it runs, and waits on the other until it may go on.
std::string asHeld(const Json& payload) {
  char byte = 'h';
  if (write(payload.at("tell").get<int>(), &byte, 1) != 1) throw Fault("nobody to tell");
  if (read(payload.at("wait").get<int>(), &byte, 1) != 1) throw Fault("nobody to wait for");
  return R"({"format":"held"})";
}

std::string slowly() {
  const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(120);
  while (std::chrono::steady_clock::now() < until) {
  }
  return R"({"format":"wild"})";
}

std::string refuseWithContent(const Json& payload) {
  throw Fault("`patientId` has no place there", "/" + payload.value("member", "patientId"));
}

[[noreturn]] std::string throwError(const Json& payload) {
  throw std::runtime_error("of patient " + payload.value("patientName", ""));
}

std::string asWild(const Json& payload) {
  const std::string wanted = payload.value("do", "");
  if (wanted == "convert") return R"({"format":"wild","number":1})";
  if (wanted == "nothing") return "";
  if (wanted == "garbage") return "{]";
  if (wanted == "two texts") return R"({"format":"wild"} {})";
  if (wanted == "a list") return R"([{"format":"wild"}])";
  if (wanted == "a member twice") return R"({"format":"wild","a":1,"a":2})";
  if (wanted == "no format") return R"({"number":1})";
  if (wanted == "another format") return R"({"format":"held"})";
  if (wanted == "break the schema") return R"({"format":"wild","number":"DOE^JOHN"})";
  if (wanted == "bytes that are no text") return "{\"format\":\"wild\",\"name\":\"\xff\"}";
  if (wanted == "too much") return R"({"format":"wild","fill":")" + std::string(17U << 20U, 'x') + "\"}";
  if (wanted == "much") return R"({"format":"wild","fill":")" + payload.value("fill", "") + "\"}";
  if (wanted == "slow") return slowly();
  if (wanted == "refuse") return refuseWithContent(payload);
  if (wanted == "throw") return throwError(payload);
  throw Fault("`do` asks for nothing this plugin has", "/do");
}

class Converting : public cast::plugin::Plugin {
 public:
  std::string convert(const Conversion& conversion, std::string_view payload) const override {
    const Json read = cast::plugin::readPayload(payload);
    if (conversion.to == "fhir") return asFhir(read);
    if (conversion.to == "dicom+json") return asDicomJson(read);
    if (conversion.to == "counted") return asCounted();
    if (conversion.to == "held") return asHeld(read);
    if (conversion.to == "far") return R"({"format":"far","by":"test-converting"})";
    return asWild(read);
  }

  void judge(std::string_view eventType, std::string_view payload) const override {
    if (eventType != "test:judged") return;
    const Json read = cast::plugin::readPayload(payload);
    if (read.at("one") != read.at("other")) throw Fault("`other`: expected what `one` is", "/other");
  }
};

}  // namespace

CAST_PLUGIN(Converting)
