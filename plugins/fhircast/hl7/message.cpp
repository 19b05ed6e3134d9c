#include "hl7/message.hpp"

#include <algorithm>

#include "fhir/date_time.hpp"
#include "hl7/character_set.hpp"
#include "hl7/escape.hpp"

namespace cast::fhircast::hl7 {

namespace {

constexpr std::size_t kMostSegments = 20000;

/// The part `number`, counted from 1, of `text` cut at `separator`; empty where there is none.
std::string_view partOf(std::string_view text, char separator, std::size_t number) {
  for (; number > 1; --number) {
    const auto end = text.find(separator);
    if (end == std::string_view::npos) return {};
    text.remove_prefix(end + 1);
  }
  return text.substr(0, text.find(separator));
}

bool isPunctuation(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte > 0x20 && byte < 0x7F && !std::isalnum(byte);
}

[[noreturn]] void notHl7(const std::string& what) { throw Fault("not an HL7 v2 message: " + what, "/data"); }

// What a transport puts around a message: a byte order mark, the block characters of MLLP, line ends.
void unwrap(std::string& text) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  std::size_t begin = text.rfind(kMark, 0) == 0 ? kMark.size() : 0;
  while (begin < text.size() && (text[begin] == '\x0B' || text[begin] == '\r' || text[begin] == '\n'))
    ++begin;
  std::size_t end = text.size();
  while (end > begin && (text[end - 1] == '\x1C' || text[end - 1] == '\r' || text[end - 1] == '\n')) --end;
  text = text.substr(begin, end - begin);
}

std::string_view firstLine(std::string_view text) { return text.substr(0, text.find_first_of("\r\n")); }

Separators separatorsOf(std::string_view text) {
  if (text.substr(0, 3) == "FHS" || text.substr(0, 3) == "BHS")
    notHl7("it is a batch; send its messages one by one");
  if (text.substr(0, 3) != "MSH") notHl7("it does not begin with the segment MSH");
  const std::string_view line = firstLine(text);
  if (line.size() < 5 || !isPunctuation(line[3])) notHl7("MSH-1 is no separator");
  Separators read;
  read.field = line[3];
  const std::string_view others = line.substr(4, line.substr(4).find(read.field));
  if (others.empty() || others.size() > 5 || !std::all_of(others.begin(), others.end(), isPunctuation))
    notHl7("MSH-2 does not hold the encoding characters, such as ^~\\&");
  read.component = others[0];
  if (others.size() > 1) read.repetition = others[1];
  if (others.size() > 2) read.escape = others[2];
  if (others.size() > 3) read.subcomponent = others[3];
  std::string all{read.field, read.component, read.repetition, read.escape, read.subcomponent};
  std::sort(all.begin(), all.end());
  if (std::adjacent_find(all.begin(), all.end()) != all.end())
    notHl7("MSH-1 and MSH-2 name a separator twice");
  return read;
}

bool isSegmentName(std::string_view line, char field) {
  const auto isLarge = [](char c) { return c >= 'A' && c <= 'Z'; };
  const auto isLargeOrDigit = [&](char c) { return isLarge(c) || (c >= '0' && c <= '9'); };
  return line.size() >= 3 && isLarge(line[0]) && isLargeOrDigit(line[1]) && isLargeOrDigit(line[2]) &&
         (line.size() == 3 || line[3] == field);
}

bool isUtf16(std::string_view bytes) {
  return bytes.substr(0, 2) == "\xFF\xFE" || bytes.substr(0, 2) == "\xFE\xFF";
}

}  // namespace

// ---- Value

std::string Value::decoded(std::string_view raw) const { return resolveEscapes(raw, *reading_); }

std::string Value::subcomponent(std::size_t number, std::size_t part) const {
  const Separators& separators = reading_->separators;
  if (inner_) return part == 1 ? decoded(partOf(raw_, separators.subcomponent, number)) : std::string{};
  return decoded(partOf(partOf(raw_, separators.component, number), separators.subcomponent, part));
}

Value Value::inner(std::size_t number) const {
  return {partOf(raw_, reading_->separators.component, number), *reading_, true};
}

std::string Value::whole() const { return decoded(raw_); }

bool Value::empty() const {
  const Separators& separators = reading_->separators;
  return std::all_of(raw_.begin(), raw_.end(), [&](char c) {
    return c == separators.component || c == separators.subcomponent || c == ' ' || c == '"';
  });
}

// ---- Segment

Segment::Segment(std::string_view line, const Reading& reading) : reading_(&reading) {
  while (true) {
    const auto end = line.find(reading.separators.field);
    fields_.push_back(line.substr(0, end));
    if (end == std::string_view::npos) break;
    line.remove_prefix(end + 1);
  }
}

std::string_view Segment::raw(std::size_t number) const {
  // MSH-1 is the separator itself, so that what stands behind it is MSH-2.
  const std::size_t index = name() == "MSH" ? number - 1 : number;
  return index < fields_.size() ? fields_[index] : std::string_view{};
}

Value Segment::field(std::size_t number) const {
  const std::string_view all = raw(number);
  return {all.substr(0, all.find(reading_->separators.repetition)), *reading_};
}

std::vector<Value> Segment::repetitions(std::size_t number) const {
  std::vector<Value> values;
  std::string_view rest = raw(number);
  while (true) {
    const auto end = rest.find(reading_->separators.repetition);
    const Value value(rest.substr(0, end), *reading_);
    if (!value.empty()) values.push_back(value);
    if (end == std::string_view::npos) return values;
    rest.remove_prefix(end + 1);
  }
}

// ---- Message

Message::Message(const Json& payload) {
  const std::string_view data = textOf(payload, "data");
  if (data.empty()) throw Fault("expected an HL7 v2 message as text", "/data");
  const bool isBytes = textOf(payload, "encoding") == "base64";
  readText(isBytes ? fromBase64(data) : std::string(data), isBytes);
  readSegments();
  const std::string sent = header().field(7).text();
  if (const auto time = readHl7DateTime(sent); time && !sent.empty()) zone_ = time->zone;
}

// In bytes, the character set is found before the text is cut: where it has characters of several bytes, one
// of them may look like a separator.
void Message::readText(std::string text, bool isBytes) {
  if (isBytes && isUtf16(text)) text = toUtf8(text, "UTF-16");
  unwrap(text);
  reading_.separators = separatorsOf(text);
  const std::string_view sets = partOf(firstLine(text), reading_.separators.field, 18);
  reading_.encoding = encodingOf(sets, reading_.separators.repetition);
  if (isBytes && (reading_.encoding.empty() || reading_.encoding == "UTF-32"))
    throw Fault("MSH-18 names a character set that is not known here", "/data");
  if (isBytes && reading_.encoding != "UTF-16") text = toUtf8(text, reading_.encoding);
  text_ = std::move(text);
}

void Message::readSegments() {
  std::string_view rest = text_;
  while (!rest.empty()) {
    const std::string_view line = firstLine(rest);
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    if (line.empty()) continue;
    const std::string number = std::to_string(segments_.size() + 1);
    if (!isSegmentName(line, reading_.separators.field))
      notHl7("segment " + number + " does not begin with a segment's name and the separator");
    if (!segments_.empty() && line.substr(0, 3) == "MSH") notHl7("it is more than one message");
    if (segments_.size() == kMostSegments)
      notHl7("it has more than " + std::to_string(kMostSegments) + " segments");
    segments_.emplace_back(line, reading_);
  }
  if (header().field(9).empty()) notHl7("MSH-9 does not say what message it is");
}

const Segment* Message::find(std::string_view name) const {
  for (const Segment& segment : segments_)
    if (segment.name() == name) return &segment;
  return nullptr;
}

std::size_t Message::count(std::string_view name) const {
  return static_cast<std::size_t>(std::count_if(
      segments_.begin(), segments_.end(), [&](const Segment& segment) { return segment.name() == name; }));
}

}  // namespace cast::fhircast::hl7
