import Core

/// One way in which a book writes days: `yyyy/MM/dd`, `M/d/yy`, `yyyy年M月d日`, `yyyyMMdd`, or Excel's numbers.
struct DayFormat: Hashable, Sendable {
    let pattern: String
    private let steps: [Step]

    /// What must come next in a text.
    private enum Step: Hashable, Sendable {
        case year, shortYear, time
        /// One digit or two.
        case month, day
        /// Two digits.
        case exactMonth, exactDay
        case byte(UInt8)
        case serial(is1904: Bool)
    }

    static let iso = DayFormat("yyyy-MM-dd")!

    /// nil for a pattern that doesn't name a year, a month and a day each once, or has other letters.
    init?(_ pattern: String) {
        self.pattern = pattern
        if pattern == "serial" || pattern == "serial1904" {
            steps = [.serial(is1904: pattern == "serial1904")]
            return
        }
        var steps: [Step] = []
        var rest = Substring(pattern)
        while let (step, length) = DayFormat.step(rest) {
            steps.append(contentsOf: step)
            rest = rest.dropFirst(length)
        }
        func count(_ wanted: Set<Step>) -> Int { steps.count { wanted.contains($0) } }
        guard rest.isEmpty, count([.year, .shortYear]) == 1, count([.month, .exactMonth]) == 1,
            count([.day, .exactDay]) == 1
        else { return nil }
        self.steps = steps
    }

    private static let words: [(String, Step)] = [
        ("yyyy", .year), ("yy", .shortYear), ("MM", .exactMonth), ("M", .month), ("dd", .exactDay),
        ("d", .day),
        ("HH", .time), ("H", .time), ("mm", .time), ("ss", .time),
    ]

    private static func step(_ rest: Substring) -> ([Step], Int)? {
        for (word, step) in words where rest.hasPrefix(word) { return ([step], word.count) }
        guard let character = rest.first, !(character.isASCII && character.isLetter) else { return nil }
        return (character.utf8.map(Step.byte), 1)
    }

    /// The day that a text writes in this format; times of day are passed over.
    ///
    /// A year of two digits is 1970 to 2069.
    func day(of text: UnsafeBufferPointer<UInt8>) -> Day? {
        var (year, month, day) = (0, 0, 0)
        var place = 0
        for step in steps {
            switch step {
            case .serial(let is1904): return DayFormat.serial(text, is1904: is1904)
            case .byte(let byte):
                guard place < text.count, text[place] == byte else { return nil }
                place += 1
            case .year:
                guard let number = DayFormat.number(text, &place, 4...4) else { return nil }
                year = number
            case .shortYear:
                guard let number = DayFormat.number(text, &place, 2...2) else { return nil }
                year = number + (number < 70 ? 2000 : 1900)
            case .month, .exactMonth:
                let digits = step == .month ? 1...2 : 2...2
                guard let number = DayFormat.number(text, &place, digits) else { return nil }
                month = number
            case .day, .exactDay:
                let digits = step == .day ? 1...2 : 2...2
                guard let number = DayFormat.number(text, &place, digits) else { return nil }
                day = number
            case .time:
                guard DayFormat.number(text, &place, 1...2) != nil else { return nil }
            }
        }
        return place == text.count ? Day(year, month, day) : nil
    }

    @inline(__always)
    private static func number(
        _ text: UnsafeBufferPointer<UInt8>, _ place: inout Int, _ digits: ClosedRange<Int>
    ) -> Int? {
        var (number, count) = (0, 0)
        while place < text.count, count < digits.upperBound, text[place] &- 0x30 < 10 {
            number = number * 10 + Int(text[place] &- 0x30)
            place += 1
            count += 1
        }
        return count >= digits.lowerBound ? number : nil
    }

    private static func serial(_ text: UnsafeBufferPointer<UInt8>, is1904: Bool) -> Day? {
        var place = 0
        guard let number = number(text, &place, 1...6) else { return nil }
        let rest = text[place...]
        guard rest.isEmpty || (rest.first == UInt8(ascii: ".") && rest.dropFirst().allSatisfy { $0 == 0x30 })
        else { return nil }
        return CellNumber.day(ofSerial: number, is1904: is1904)
    }
}
