#include "link.hpp"

#include <Poco/Exception.h>
#include <poll.h>

#include <algorithm>
#include <array>

#include "event.hpp"

namespace cast::client {
namespace {

constexpr Milliseconds kSoonest{100};
constexpr Milliseconds kUnknown{60'000};  // for a time that has passed: the hub's clock is not ours
constexpr Milliseconds kLatest{24L * 3600 * 1000};

}  // namespace

Ended Link::run() {
  for (;;) {
    std::string words;
    try {
      work();
      return Ended::done;
    } catch (const Refused& refusal) {
      words = refusal.what();
      if (parts_.access.isFinal(refusal.status())) {
        parts_.output.error(words);
        return Ended::refused;
      }
    } catch (const Lost& loss) {
      words = loss.what();
    } catch (const UsageFault& fault) {  // the token's file is away for a moment
      words = fault.what();
    } catch (const Poco::Exception& failure) {
      words = wordsOf(failure);
    }
    if (parts_.stop.raised()) return Ended::done;
    const auto pause = backOff_.next();
    if (!pause) {
      parts_.output.error(parts_.options.hub + ": " + words + "; given up");
      return Ended::unreachable;
    }
    parts_.output.remark(parts_.options.hub + ": " + words + "; next attempt in " +
                         std::to_string(pause->count()) + " ms");
    if (parts_.stop.waitFor(*pause)) return Ended::done;
  }
}

BackOff::Clock::time_point Link::closingDeadline() {
  if (closing_ == BackOff::Clock::time_point{}) closing_ = BackOff::Clock::now() + parts_.options.closingTime;
  return closing_;
}

void waitForAny(int first, int second, int third, Milliseconds time) {
  std::array<pollfd, 3> entries{{{first, POLLIN, 0}, {second, POLLIN, 0}, {third, POLLIN, 0}}};
  const auto most = static_cast<Milliseconds::rep>(3'600'000);
  const int limit = time.count() < 0 ? -1 : static_cast<int>(std::min(time.count(), most));
  ::poll(entries.data(), entries.size(), limit);
}

std::optional<BackOff::Clock::time_point> renewalOf(const std::optional<std::string>& expires) {
  const auto end = expires ? timeOf(*expires) : std::nullopt;
  if (!end) return std::nullopt;
  const auto left = std::chrono::duration_cast<Milliseconds>(*end - std::chrono::system_clock::now());
  const Milliseconds half = left.count() <= 0 ? kUnknown : std::clamp(left / 2, kSoonest, kLatest);
  return BackOff::Clock::now() + half;
}

JsonObject subscribeRequest(const Options& options) {
  JsonObject request;
  request.set("eventTypes", jsonStrings(options.eventTypes));
  request.setText("sessionId", options.session);
  if (!options.formats.empty()) request.set("preferredFormats", jsonStrings(options.formats));
  if (!options.user.empty()) request.setText("userId", options.user);
  request.setText("source", options.source);
  if (options.leaseSeconds > 0) request.set("leaseSeconds", std::to_string(options.leaseSeconds));
  return request;
}

}  // namespace cast::client
