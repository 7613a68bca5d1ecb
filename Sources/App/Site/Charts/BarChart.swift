/// Bars from left to right, one below the other, each with its value and, where there is one, its limit.
struct BarChart: Picture {
    struct Bar {
        let name: String
        /// Nil where there is none.
        let value: Int64?
        /// The value as it is written.
        let text: String
        var limit: Int64?
    }

    let bars: [Bar]
    /// The length of the axis.
    var plot = 400
    /// At the axis.
    let tick: (Int64) -> String

    private static let names = 200
    private static let values = 90
    private static let row = 24
    private static let top = 8

    var width: Int { Self.names + plot + Self.values }
    var height: Int { Self.top + bars.count * Self.row + 24 }

    var content: HTML {
        let scale = ChartScale(bars.flatMap { [$0.value, $0.limit].compactMap { $0 } }, pixels: plot)
        let bottom = Self.top + bars.count * Self.row
        var content = HTML()
        for value in scale.ticks {
            let x = Self.names + scale.place(of: value)
            content += Drawing.line(x, Self.top, x, bottom, value == 0 ? "axis" : "grid")
            content += Drawing.text(tick(value), x, bottom + 16, .middle, "tick")
        }
        for (place, bar) in bars.enumerated() {
            content += draw(bar, Self.top + place * Self.row, scale)
        }
        return content
    }

    private func draw(_ bar: Bar, _ y: Int, _ scale: ChartScale) -> HTML {
        var content = Drawing.text(Self.shortened(bar.name), Self.names - 8, y + 16, .end)
        let zero = scale.place(of: 0)
        let end = scale.place(of: bar.value ?? 0)
        let isAbove = bar.limit.map { (bar.value ?? 0) > $0 } ?? false
        content += Drawing.box(
            Self.names + min(zero, end), y + 4, abs(end - zero), Self.row - 8, isAbove ? "bar over" : "bar",
            words: "\(bar.name) \(bar.text)")
        var right = max(end, zero)
        if let limit = bar.limit {
            let x = scale.place(of: limit)
            content += Drawing.line(Self.names + x, y + 1, Self.names + x, y + Self.row - 1, "limit")
            if x >= right, x - right < Self.values { right = max(right, x) }
        }
        return content + Drawing.text(bar.text, Self.names + right + 5, y + 16)
    }

    /// What fits beside the bar; the whole name stands in the table.
    private static func shortened(_ name: String) -> String {
        var room = 26
        let kept = name.prefix { character in
            room -= character.isASCII ? 1 : 2
            return room >= 0
        }
        return kept.count == name.count ? name : kept + "…"
    }
}
