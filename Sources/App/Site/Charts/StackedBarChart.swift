/// Bars from left to right that are made of the same parts in the same order, from pale to dark.
struct StackedBarChart: Picture {
    struct Bar {
        let name: String
        /// Not below zero, as many as there are parts.
        let values: [Int64]
        /// The whole as it is written.
        let text: String
    }

    let parts: [String]
    let bars: [Bar]
    /// The length of the axis.
    var plot = 400
    let tick: (Int64) -> String

    private static let names = 200
    private static let values = 90
    private static let row = 28

    /// So many names of parts stand in one line.
    private var perLine: Int { width / 220 }
    private var top: Int { 8 + (parts.count + perLine - 1) / perLine * 20 }
    private var bottom: Int { top + bars.count * Self.row }
    var height: Int { bottom + 24 }
    var width: Int { Self.names + plot + Self.values }

    var content: HTML {
        let scale = ChartScale(bars.map { $0.values.reduce(0, +) }, pixels: plot)
        var content = legend
        for value in scale.ticks {
            let x = Self.names + scale.place(of: value)
            content += Drawing.line(x, top, x, bottom, value == 0 ? "axis" : "grid")
            content += Drawing.text(tick(value), x, bottom + 16, .middle, "tick")
        }
        for (place, bar) in bars.enumerated() { content += draw(bar, top + place * Self.row, scale) }
        return content
    }

    private var legend: HTML {
        parts.enumerated().map { place, name in
            Drawing.legend(
                [("part p\(place)", name)], 10 + place % perLine * 220, 16 + place / perLine * 20, step: 0)
        }.joined()
    }

    private func draw(_ bar: Bar, _ y: Int, _ scale: ChartScale) -> HTML {
        var content = Drawing.text(bar.name, Self.names - 8, y + 19, .end)
        var sum: Int64 = 0
        for (place, value) in bar.values.enumerated() where value > 0 {
            let start = scale.place(of: sum)
            sum += value
            content += Drawing.box(
                Self.names + start, y + 4, scale.place(of: sum) - start, Self.row - 8, "part p\(place)",
                words: "\(bar.name) \(parts[place]) \(tick(value))")
        }
        return content + Drawing.text(bar.text, Self.names + scale.place(of: sum) + 5, y + 19)
    }
}
