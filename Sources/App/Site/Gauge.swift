import Core

/// A bar that shows how much of a ceiling is used, drawn on the server; the figures stand beside it.
enum Gauge {
    private static let width: Int64 = 400
    /// The ceiling stands at five sixths, so that what is above it is seen.
    private static let ceiling: Int64 = 333

    static func bar(used: Fen, of ceiling: Fen, _ description: String) -> HTML {
        let share = Rate(used, over: ceiling)?.millionths ?? (used.isPositive ? 10_000_000 : 0)
        let length = min(max(share, 0) * Gauge.ceiling / 1_000_000, width)
        let word = used > ceiling ? "over" : share >= 900_000 ? "near" : "within"
        return """
            <svg class="gauge" viewBox="0 0 \(width) 22" width="\(width)" height="22" role="img" \
            aria-label="\(description)">
            <rect class="track" x="0" y="4" width="\(width)" height="14"/>
            <rect class="\(word)" x="0" y="4" width="\(length)" height="14"/>
            <line x1="\(Gauge.ceiling)" y1="0" x2="\(Gauge.ceiling)" y2="22"/></svg>
            """
    }
}
