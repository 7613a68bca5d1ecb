import Core

/// A value that changes on certain days and stays the same between them.
struct StepChart: Picture {
    /// The days from which each value holds, rising; never empty.
    let steps: [(from: Day, value: Int64)]
    let until: Day
    let tick: (Int64) -> String

    let width = 680
    let height = 190
    private static let left = 96
    private static let top = 16
    private static let plot = (width: 560, height: 136)

    private var bottom: Int { Self.top + Self.plot.height }

    var content: HTML {
        let scale = ChartScale(steps.map(\.value), pixels: Self.plot.height)
        var content = HTML()
        for value in scale.ticks {
            let y = bottom - scale.place(of: value)
            content += Drawing.line(
                Self.left, y, Self.left + Self.plot.width, y, value == 0 ? "axis" : "grid")
            content += Drawing.text(tick(value), Self.left - 6, y + 4, .end, "tick")
        }
        var path = ""
        var lastLabel = Int.min / 2
        for (place, step) in steps.enumerated() {
            let (x, y) = (x(step.from), bottom - scale.place(of: step.value))
            let end = place + 1 < steps.count ? steps[place + 1].from : until
            path += "\(place == 0 ? "M" : "L")\(x) \(y) L\(self.x(end)) \(y) "
            // Labels that would lie over each other are left out; the table has all days.
            if x - lastLabel > (x > Self.left + Self.plot.width - 60 ? 150 : 78) {
                let isLast = x > Self.left + Self.plot.width - 60
                let anchor = isLast ? Drawing.Anchor.end : .start
                content += Drawing.text(step.from.description, x, bottom + 18, anchor, "tick")
                lastLabel = x
            }
        }
        return content + Drawing.path(path, "series s1")
    }

    private func x(_ day: Day) -> Int {
        let all = max(Int64(until.number) - Int64(steps[0].from.number), 1)
        let passed = Int64(day.number) - Int64(steps[0].from.number)
        return Self.left + Int(Int64(Self.plot.width) * min(max(passed, 0), all) / all)
    }
}
