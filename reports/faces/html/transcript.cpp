// The pieces of a check that both the findings and the list of all checks show: requirements, measurements,
// the wire log and the command to repeat it.
#include <Poco/Base64Decoder.h>
#include <Poco/NumberFormatter.h>

#include <iterator>
#include <sstream>

#include "reports/faces/commands.hpp"
#include "reports/faces/html/page.hpp"
#include "reports/faces/visible_text.hpp"
#include "reports/faces/wording.hpp"

namespace cast::report {
namespace {

constexpr std::size_t kBytesInRow = 16;

std::string hexRow(std::string_view bytes, std::size_t offset) {
  std::string row = Poco::NumberFormatter::formatHex(static_cast<unsigned>(offset), 6) + "  ";
  for (std::size_t i = 0; i < kBytesInRow; ++i) {
    const std::size_t at = offset + i;
    row +=
        at < bytes.size() ? Poco::NumberFormatter::formatHex(static_cast<unsigned char>(bytes[at]), 2) : "  ";
    row += i == 7 ? "  " : " ";
  }
  row += " ";
  for (const char byte : bytes.substr(offset, kBytesInRow)) row += byte >= 0x20 && byte < 0x7F ? byte : '.';
  return row + "\n";
}

// Offset, hexadecimal and ASCII, as hexdump -C prints them; the text itself where it isn't base64.
std::string hexDump(const std::string& base64) {
  std::string bytes;
  try {
    std::istringstream encoded(base64);
    Poco::Base64Decoder decoder(encoded);
    decoder.exceptions(std::ios::badbit);
    bytes.assign(std::istreambuf_iterator<char>(decoder), {});
  } catch (const Poco::Exception&) {
    return base64;
  }
  std::string dump;
  for (std::size_t offset = 0; offset < bytes.size(); offset += kBytesInRow) dump += hexRow(bytes, offset);
  return dump;
}

struct Arrow {
  Word sign;
  Word words;
};

Arrow arrowFor(Direction direction) {
  switch (direction) {
    case Direction::kSent:
      return {"\xE2\x86\x92", "sent"};
    case Direction::kReceived:
      return {"\xE2\x86\x90", "received"};
    case Direction::kNote:
      break;
  }
  return {"\xC2\xB7", "notes"};
}

std::string sizeOf(const Exchange& exchange) {
  std::string size = exchange.bytes ? counted(*exchange.bytes, "byte") : "";
  if (exchange.truncated) size += size.empty() ? "cut" : ", cut";
  return size;
}

void writeSize(Page& page, const Exchange& exchange) {
  const std::string size = sizeOf(exchange);
  if (!size.empty()) page.out.leaf("span", {{"class", "size"}}, size);
}

void writeBytes(Page& page, const Exchange& exchange) {
  Markup& out = page.out;
  Element details{out, "details", {{"class", "what"}}};
  {
    Element summary{out, "summary"};
    out.text(exchange.summary);
    writeSize(page, exchange);
  }
  if (exchange.text) {
    out.preformatted("raw", *exchange.text);
    // Shows the bytes; hidden until the script that makes it work has run.
    out.leaf("button", {{"type", "button"}, {"class", "bytes"}, {"aria-pressed", "false"}, {"hidden"}},
             "Bytes");
  }
  if (exchange.base64) out.preformatted("raw hex", hexDump(*exchange.base64));
  if (exchange.truncated) {
    out.leaf("p", {{"class", "cut"}},
             "Cut here: only the beginning was kept" +
                 (exchange.bytes ? " of " + counted(*exchange.bytes, "byte") : "") + ".");
  }
}

void writeLine(Page& page, const Exchange& exchange) {
  Markup& out = page.out;
  const Arrow arrow = arrowFor(exchange.direction);
  Element item{out, "li", {{"class", "d-" + std::string{nameOf(exchange.direction)}}}};
  out.leaf("span", {{"class", "at"}}, duration(exchange.atMs));
  out.leaf("span", {{"class", "actor"}}, exchange.actor);
  out.leaf("span", {{"class", "arrow"}, {"role", "img"}, {"aria-label", arrow.words.text()}},
           arrow.sign.text());
  // The actor of plain HTTP is called http: said once is enough.
  const std::string_view transport = nameOf(exchange.transport);
  if (transport != exchange.actor) out.leaf("span", {{"class", "transport"}}, transport);
  if (exchange.text || exchange.base64) {
    writeBytes(page, exchange);
  } else {
    Element what{out, "div", {{"class", "what"}}};
    out.text(exchange.summary);
    writeSize(page, exchange);
  }
}

}  // namespace

void writeRequirements(Page& page, const Check& check) {
  if (check.requirements.empty()) return;
  Markup& out = page.out;
  Element list{out, "ul", {{"class", "requirements"}}};
  for (const std::string& id : check.requirements) {
    Element item{out, "li"};
    const Requirement* requirement = page.requirement(id);
    if (!requirement) {
      out.leaf("code", id);
      continue;
    }
    page.level(requirement->level);
    Element words{out, "div"};
    {
      Element text{out, "p"};
      out.prose(requirement->text);
    }
    Element where{out, "p", {{"class", "where"}}};
    out.leaf("a", {{"href", "#" + page.anchor(*requirement)}}, id);
    out.literal(" ");
    out.text(requirement->section);
  }
}

void writeMeasurements(Page& page, const Check& check) {
  if (check.measurements.empty()) return;
  Markup& out = page.out;
  Element list{out, "dl", {{"class", "measurements"}}};
  for (const Measurement& measurement : check.measurements) {
    Element pair{out, "div"};
    out.leaf("dt", measurement.name);
    std::ostringstream value;
    value.imbue(std::locale::classic());
    value.precision(6);
    value << measurement.value << ' ' << measurement.unit;
    out.leaf("dd", value.str());
  }
}

namespace {

void writeLog(Page& page, const Check& check) {
  Markup& out = page.out;
  Element list{
      out, "ol", {{"aria-label", "Wire log of " + check.id + ", in the order in which it happened"}}};
  for (const Exchange& exchange : check.transcript) writeLine(page, exchange);
}

}  // namespace

void writeExchange(Page& page, const Check& check, bool open) {
  if (check.transcript.empty()) return;
  Markup& out = page.out;
  Element details = open ? Element{out, "details", {{"class", "log"}, {"open"}}}
                         : Element{out, "details", {{"class", "log"}}};
  {
    Element summary{out, "summary"};
    out.text("Exchange ");
    out.leaf("span", {{"class", "size"}}, counted(check.transcript.size(), "line"));
    out.literal(
        "<span class=\"legend\" aria-hidden=\"true\"><i class=\"d-sent\">\xE2\x86\x92</i> sent by the runner "
        "<i class=\"d-received\">\xE2\x86\x90</i> received</span>");
  }
  writeSequence(page, check);
  Element wire{out, "details", {{"class", "wire"}}};
  out.leaf("summary", "Wire log, with the bytes");
  writeLog(page, check);
}

namespace {

void writeCommand(Page& page, Word label, const std::string& command, const std::string& about) {
  Markup& out = page.out;
  Element repeat{out, "div", {{"class", "repeat"}}};
  out.leaf("span", {{"class", "label"}}, label.text());
  out.leaf("code", command);
  out.leaf("button", {{"type", "button"}, {"hidden"}, {"aria-label", "Copy " + about}}, "Copy");
}

}  // namespace

void writeRepeat(Page& page, const Check& check) {
  Markup& out = page.out;
  if (!check.repeat.empty())
    writeCommand(page, "Repeat this check", check.repeat, "the command that repeats " + check.id);
  const std::vector<CommandLine> lines = commandsOf(check, page.result.subject);
  if (lines.empty()) return;
  Element details{out, "details", {{"class", "by-hand"}}};
  out.leaf("summary", "Send it by hand");
  for (std::size_t i = 0; i < lines.size(); ++i)
    writeCommand(page, lines[i].tool == "curl" ? Word{"curl"} : Word{"websocat"}, lines[i].text,
                 "line " + std::to_string(i + 1) + " that sends by hand what " + check.id + " sent");
}

}  // namespace cast::report
