public import Core
import Glibc

/// One line on the terminal that tells how far a long work is; silent where there is no terminal.
public struct ProgressBar {
    private let title: String
    private let byteCount: Int64
    private let language: Language
    private let descriptor: Int32
    private let isShown: Bool
    private let startedAt: ContinuousClock.Instant
    private var shownAt: ContinuousClock.Instant
    private var rowsUntilLook = 0

    /// The clock is looked at every so many rows, the line written ten times a second at most.
    private static let rowsBetweenLooks = 256
    private static let interval = Duration.milliseconds(100)

    /// `byteCount` is the size of all that is read, 0 if it is not known.
    public init(_ title: String, byteCount: Int64, language: Language) {
        self.init(title, byteCount: byteCount, language: language, descriptor: STDERR_FILENO)
    }

    init(
        _ title: String, byteCount: Int64, language: Language, descriptor: Int32, isShown: Bool? = nil
    ) {
        (self.title, self.byteCount, self.language) = (title, byteCount, language)
        self.descriptor = descriptor
        self.isShown = isShown ?? (isatty(descriptor) == 1)
        startedAt = .now
        shownAt = startedAt
    }

    /// To be called for each row, or each batch, with all that was done so far.
    @inline(__always)
    public mutating func update(rows: Int, bytes: Int64) {
        guard isShown else { return }
        rowsUntilLook -= 1
        if rowsUntilLook <= 0 { look(rows: rows, bytes: bytes) }
    }

    /// Takes the line away.
    public func finish() {
        if isShown { put("\r\u{1B}[K") }
    }

    private mutating func look(rows: Int, bytes: Int64) {
        rowsUntilLook = ProgressBar.rowsBetweenLooks
        let now = ContinuousClock.now
        guard now - shownAt >= ProgressBar.interval else { return }
        shownAt = now
        put("\r\u{1B}[K" + line(rows: rows, bytes: bytes, elapsed: now - startedAt))
    }

    /// What the line says: `Guarantees 45% 1,234,567 rows, 812,345/s, 0:12 left`.
    func line(rows: Int, bytes: Int64, elapsed: Duration) -> String {
        let seconds = max(
            Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18, 1e-6)
        let rate = Int(Double(rows) / seconds)
        var parts = [title]
        var left: Int?
        if byteCount > 0 {
            let share = min(max(Double(bytes) / Double(byteCount), 0), 1)
            parts.append("\(Int(share * 100))%")
            if share > 0.001 { left = Int(seconds * (1 - share) / share) }
        }
        let time = left.map { "\($0 / 60):\($0 % 60 < 10 ? "0" : "")\($0 % 60)" }
        switch language {
        case .chinese:
            parts.append("\(grouped(rows)) 行,每秒 \(grouped(rate)) 行" + (time.map { ",剩余 \($0)" } ?? ""))
        case .english:
            parts.append("\(grouped(rows)) rows, \(grouped(rate))/s" + (time.map { ", \($0) left" } ?? ""))
        }
        return parts.joined(separator: " ")
    }

    private func grouped(_ number: Int) -> String {
        var digits = String(number)
        var place = digits.count - 3
        while place > 0 {
            digits.insert(",", at: digits.index(digits.startIndex, offsetBy: place))
            place -= 3
        }
        return digits
    }

    private func put(_ text: String) {
        var text = text
        text.withUTF8 { _ = write(descriptor, $0.baseAddress, $0.count) }
    }
}
