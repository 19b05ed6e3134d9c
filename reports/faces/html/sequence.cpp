// The exchange of a check as a timed sequence diagram: a line for each connection of the runner's, one for
// the subject, an arrow for each message, in the order in which they happened. Inline SVG whose classes the
// style sheet colours. The wire log below it says the same in text.
#include <Poco/NumberFormatter.h>

#include <algorithm>

#include "reports/faces/html/page.hpp"
#include "reports/faces/visible_text.hpp"
#include "reports/faces/wording.hpp"

namespace cast::report {
namespace {

// Lengths are units of the drawing, one of them a CSS pixel at its full size.
constexpr int kTimes = 72;        // width of the column of times
constexpr int kActor = 78;        // between two lines of actors
constexpr int kLabels = 520;      // between the last actor and the subject
constexpr int kRow = 22;          // height of a row
constexpr int kHead = 34;         // above the first row
constexpr int kMargin = 44;       // right of the subject's line
constexpr double kPauseMs = 100;  // a longer silence is drawn

// With more exchanges than this those in the middle are left out: a failure is seen at the end, its cause
// often at the beginning.
constexpr std::size_t kFirst = 16;
constexpr std::size_t kLast = 28;
constexpr std::size_t kLongestLabel = 66;
constexpr std::size_t kLongestName = 11;
constexpr std::size_t kMostActors = 12;

std::string number(int value) { return std::to_string(value); }

// The first characters, with an ellipsis where there are more.
std::string shortened(std::string_view text, std::size_t characters) {
  const std::string visible = visibleText(firstBytes(text, characters * 8), Lines::kOne);
  std::size_t at = 0, count = 0;
  while (at < visible.size() && count < characters) {
    at += characterAt(visible, at).length;
    ++count;
  }
  return at >= visible.size() && firstBytes(text, characters * 8).size() == text.size()
             ? visible
             : visible.substr(0, at) + "\xE2\x80\xA6";
}

class Drawing {
 public:
  Drawing(Page& page, const Check& check) : page_(page), out_(page.out), check_(check) {
    for (const Exchange& exchange : check.transcript) {
      if (exchange.transport == Transport::kRunner && exchange.direction == Direction::kNote) continue;
      if (std::find(actors_.begin(), actors_.end(), exchange.actor) == actors_.end() &&
          actors_.size() < kMostActors)
        actors_.push_back(exchange.actor);
    }
    plan();
  }

  bool isEmpty() const { return actors_.empty(); }

  void draw() {
    const int width = subjectX() + kMargin;
    const int height = kHead + static_cast<int>(rows_.size()) * kRow + 8;
    const std::string box = "0 0 " + number(width) + " " + number(height);
    const std::string words = "Sequence diagram of " + check_.id + ": " +
                              counted(check_.transcript.size(), "line") + " between " +
                              counted(actors_.size(), "connection") + " of the runner and the subject, in " +
                              duration(check_.durationMs) + ". The wire log says the same in text.";
    Element svg{out_,
                "svg",
                {{"class", "sequence"},
                 {"viewBox", box},
                 {"width", number(width)},
                 {"height", number(height)},
                 {"role", "img"},
                 {"aria-label", words}}};
    drawLifelines(height);
    int y = kHead;
    for (const Row& row : rows_) {
      y += kRow;
      drawRow(row, y);
    }
  }

 private:
  struct Row {
    enum class Kind { kExchange, kPause, kLeftOut, kFailure } kind = Kind::kExchange;
    const Exchange* exchange = nullptr;
    std::size_t index = 0;  // in the transcript
    std::string words;
  };

  void plan() {
    const std::size_t size = check_.transcript.size();
    double before = 0;
    for (std::size_t i = 0; i < size; ++i) {
      if (size > kFirst + kLast && i == kFirst) {
        rows_.push_back({Row::Kind::kLeftOut, nullptr, i,
                         counted(size - kFirst - kLast, "line") + " left out here; the wire log has them"});
        i = size - kLast;
        before = check_.transcript[i].atMs;
      }
      addPause(before, check_.transcript[i].atMs);
      before = check_.transcript[i].atMs;
      rows_.push_back({Row::Kind::kExchange, &check_.transcript[i], i, ""});
    }
    if (!check_.failure) return;
    addPause(before, check_.durationMs);
    rows_.push_back({Row::Kind::kFailure, nullptr, size, check_.failure->what});
  }

  void addPause(double before, double now) {
    if (now - before >= kPauseMs)
      rows_.push_back({Row::Kind::kPause, nullptr, 0, "nothing for " + duration(now - before)});
  }

  int actorX(std::size_t actor) const { return kTimes + 28 + static_cast<int>(actor) * kActor; }
  int subjectX() const { return actorX(actors_.size() - 1) + kLabels; }
  int labelX() const { return actorX(actors_.size() - 1) + 12; }

  int xOf(const Exchange& exchange) const {
    const auto found = std::find(actors_.begin(), actors_.end(), exchange.actor);
    return actorX(found == actors_.end() ? actors_.size() - 1
                                         : static_cast<std::size_t>(found - actors_.begin()));
  }

  void text(Word textClass, int x, int y, std::string_view words) {
    out_.leaf("text", {{"class", textClass.text()}, {"x", number(x)}, {"y", number(y)}}, words);
  }

  void path(Word pathClass, const std::string& commands) {
    Element element{out_, "path", {{"class", pathClass.text()}, {"d", commands}}};
  }

  void drawLifelines(int height) {
    for (std::size_t i = 0; i < actors_.size(); ++i) {
      text("name", actorX(i), 16, shortened(actors_[i], kLongestName));
      path("life", "M" + number(actorX(i)) + " 24V" + number(height));
    }
    text("name", subjectX(), 16, page_.result.subject.kind.empty() ? "subject" : page_.result.subject.kind);
    path("life subject", "M" + number(subjectX()) + " 24V" + number(height));
  }

  void drawRow(const Row& row, int y) {
    switch (row.kind) {
      case Row::Kind::kExchange:
        return drawExchange(*row.exchange, row.index, y);
      case Row::Kind::kPause:
      case Row::Kind::kLeftOut:
        text("at", kTimes, y, "\xE2\x8B\xAE");
        return text("note", labelX(), y, row.words);
      case Row::Kind::kFailure:
        text("at", kTimes, y, duration(check_.durationMs));
        path("cross", "M" + number(labelX() - 17) + " " + number(y - 9) + "l10 10m0 -10l-10 10");
        return text("broken", labelX(), y, "here: " + shortened(row.words, kLongestLabel));
    }
  }

  void drawExchange(const Exchange& exchange, std::size_t index, int y) {
    const bool isProbe = exchange.actor == "probe";
    const std::string rowClass = "d-" + std::string{nameOf(exchange.direction)} + (isProbe ? " probe" : "");
    Element group{out_, "g", {{"class", rowClass}, {"data-line", std::to_string(index)}}};
    text("at", kTimes, y, duration(exchange.atMs));
    if (exchange.direction == Direction::kNote) {
      text("note", labelX(), y, shortened(exchange.summary, kLongestLabel));
      return;
    }
    const int x = xOf(exchange);
    const int line = y + 4;
    // A callback's request comes from the subject and its answer goes there, as the directions say.
    const bool toSubject = exchange.direction == Direction::kSent;
    const int tip = toSubject ? subjectX() : x;
    const int back = toSubject ? -7 : 7;
    path("line", "M" + number(x) + " " + number(line) + "H" + number(subjectX()));
    path("tip", "M" + number(tip) + " " + number(line) + "l" + number(back) + " -4v8z");
    text("label", labelX(), y, shortened(exchange.summary, kLongestLabel));
  }

  Page& page_;
  Markup& out_;
  const Check& check_;
  std::vector<std::string> actors_;
  std::vector<Row> rows_;
};

}  // namespace

void writeSequence(Page& page, const Check& check) {
  Drawing drawing(page, check);
  if (drawing.isEmpty()) return;
  // It scrolls sideways where there is no room for it, so a keyboard must reach it.
  Element box{
      page.out,
      "div",
      {{"class", "drawing"}, {"tabindex", "0"}, {"role", "group"}, {"aria-label", "Sequence diagram"}}};
  drawing.draw();
}

}  // namespace cast::report
