/// What months bring: one or two lines, or one line that stays between the months, over the same axis.
struct MonthChart: Picture {
    struct Series {
        let name: String
        let values: [Int64]
    }

    enum Style {
        /// What flows in each month, joined by lines with marks.
        case lines
        /// What stands at the end of each month: a step with the area below it.
        case steps
    }

    /// Such as 2017-06, as many as each series has values.
    let months: [String]
    let series: [Series]
    let style: Style
    let tick: (Int64) -> String

    private static let width = 680
    private static let height = 270

    var width: Int { Self.width }
    var height: Int { Self.height }
    private static let left = 84
    private static let top = 28
    private static let plot = (width: 580, height: 196)

    var content: HTML {
        let scale = ChartScale(series.flatMap(\.values), pixels: Self.plot.height)
        var content = HTML()
        for value in scale.ticks {
            let y = bottom - scale.place(of: value)
            content += Drawing.line(
                Self.left, y, Self.left + Self.plot.width, y, value == 0 ? "axis" : "grid")
            content += Drawing.text(tick(value), Self.left - 6, y + 4, .end, "tick")
        }
        for place in months.indices where (months.count - 1 - place).isMultiple(of: 3) {
            content += Drawing.text(months[place], x(place), bottom + 18, .middle, "tick")
        }
        for (number, series) in series.enumerated() {
            content += style == .steps ? steps(series, scale) : line(series, number, scale)
        }
        return content + (series.count > 1 ? legend : HTML())
    }

    private var bottom: Int { Self.top + Self.plot.height }

    /// The middle of a month.
    private func x(_ place: Int) -> Int {
        Self.left + (2 * place + 1) * Self.plot.width / (2 * max(months.count, 1))
    }

    private var legend: HTML {
        series.enumerated().map { number, series in
            let x = Self.left + number * 200
            return Drawing.line(x, 12, x + 26, 12, "series s\(number + 1)") + mark(x + 13, 12, number, "")
                + Drawing.text(series.name, x + 33, 16)
        }.joined()
    }

    private func line(_ series: Series, _ number: Int, _ scale: ChartScale) -> HTML {
        let points = series.values.enumerated().map { (x($0), bottom - scale.place(of: $1)) }
        let steps = points.enumerated().map { "\($0 == 0 ? "M" : "L")\($1.0) \($1.1)" }.joined(separator: " ")
        let marks = points.enumerated().map { place, point in
            mark(point.0, point.1, number, "\(months[place]) \(series.name) \(tick(series.values[place]))")
        }
        return Drawing.path(steps, "series s\(number + 1)") + marks.joined()
    }

    /// Circles for the first series, squares for the second: they are told apart without colour.
    private func mark(_ x: Int, _ y: Int, _ number: Int, _ words: String) -> HTML {
        guard number == 0 else { return Drawing.box(x - 4, y - 4, 8, 8, "mark s2", words: words) }
        let hint: HTML? = words.isEmpty ? nil : "<title>\(words)</title>"
        return "<circle cx=\"\(x)\" cy=\"\(y)\" r=\"4\" class=\"mark s1\">\(hint)</circle>\n"
    }

    private func steps(_ series: Series, _ scale: ChartScale) -> HTML {
        let zero = bottom - scale.place(of: 0)
        func edge(_ place: Int) -> Int { Self.left + place * Self.plot.width / max(months.count, 1) }
        var steps = ""
        for (place, value) in series.values.enumerated() {
            let y = bottom - scale.place(of: value)
            steps += "\(place == 0 ? "M" : "L")\(edge(place)) \(y) L\(edge(place + 1)) \(y) "
        }
        let area = steps + "L\(edge(months.count)) \(zero) L\(edge(0)) \(zero) Z"
        return Drawing.path(area, "area") + Drawing.path(steps, "series s1")
    }
}
