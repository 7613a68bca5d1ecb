import Core
import Glibc

/// The text of a number that a workbook stores.
enum CellNumber {
    /// The number as it was typed. A workbook stores binary fractions, so 1234.5 may stand there as
    /// 1234.4999999999998. A text with an exponent, more than six decimals or more than the fifteen digits
    /// that Excel keeps is read as the decimal with the fewest decimals (six at most) that is within a
    /// billionth of it and within 0.0000001 or the precision of a binary fraction; if there is none it is
    /// kept as it is.
    static func text(_ stored: [UInt8]) -> [UInt8]? {
        guard let shape = Shape(stored) else { return nil }
        let isAsTyped = shape.decimals == 0 || (shape.decimals <= 6 && shape.digits <= 15)
        if !shape.hasExponent, isAsTyped { return stored }
        guard let value = value(stored), value.magnitude < 1e15 else { return stored }
        let tolerance = max(min(value.magnitude * 1e-9, 1e-7), value.ulp * 2)
        var scale: Int64 = 1
        for decimals in 0...6 {
            let scaled = (value * Double(scale)).rounded()
            if scaled.magnitude < 9e18, (scaled / Double(scale) - value).magnitude <= tolerance {
                return decimal(Int64(scaled), decimals: decimals, scale: scale)
            }
            scale *= 10
        }
        return stored
    }

    /// The day, and the time unless it is midnight, of a number shown as a date; nil outside 1900 to 2199.
    static func dateText(_ stored: [UInt8], is1904: Bool) -> [UInt8]? {
        guard let value = value(stored), value >= 0, value < 200_000 else { return nil }
        var days = Int(value)
        var seconds = Int(((value - Double(days)) * 86_400).rounded())
        if seconds == 86_400 { (days, seconds) = (days + 1, 0) }
        guard let day = CellNumber.day(ofSerial: days, is1904: is1904) else { return nil }
        guard seconds > 0 else { return Array(day.description.utf8) }
        let time = [seconds / 3_600, seconds / 60 % 60, seconds % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
        return Array("\(day) \(time.joined(separator: ":"))".utf8)
    }

    /// The day of a serial number. The 1900 system counts a 29 February 1900 that never was (number 60).
    static func day(ofSerial serial: Int, is1904: Bool) -> Day? {
        guard serial >= 0, serial < 200_000 else { return nil }
        let day: Day
        if is1904 {
            day = Day(number: Int32(serial - 24_107))
        } else {
            guard serial > 0, serial != 60 else { return nil }
            day = Day(number: Int32(serial - (serial < 60 ? 25_568 : 25_569)))
        }
        return day.year <= 2199 ? day : nil
    }

    private static func value(_ stored: [UInt8]) -> Double? {
        guard let value = Double(String(decoding: stored, as: UTF8.self)), value.isFinite else { return nil }
        return value
    }

    private static func decimal(_ scaled: Int64, decimals: Int, scale: Int64) -> [UInt8] {
        let (whole, rest) = scaled.magnitude.quotientAndRemainder(dividingBy: scale.magnitude)
        let digits = String(rest)
        let padding = String(repeating: "0", count: max(decimals - digits.count, 0))
        return Array("\(scaled < 0 ? "-" : "")\(whole)\(decimals > 0 ? "." + padding + digits : "")".utf8)
    }

    /// What a number looks like: `-1.5E-3` has one decimal and an exponent.
    private struct Shape {
        /// Digits before the exponent, leading zeros left out.
        var digits = 0
        var decimals = 0
        var hasExponent = false

        init?(_ text: [UInt8]) {
            var hasPoint = false
            var lastIsDigit = false
            for (index, byte) in text.enumerated() {
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"):
                    lastIsDigit = true
                    guard !hasExponent else { continue }
                    if digits > 0 || byte != UInt8(ascii: "0") { digits += 1 }
                    if hasPoint { decimals += 1 }
                    continue
                case UInt8(ascii: ".") where !hasPoint && !hasExponent: hasPoint = true
                case UInt8(ascii: "e"), UInt8(ascii: "E"):
                    guard !hasExponent, lastIsDigit else { return nil }
                    hasExponent = true
                case UInt8(ascii: "-"), UInt8(ascii: "+"):
                    guard index == 0 || text[index - 1] | 0x20 == UInt8(ascii: "e") else { return nil }
                default: return nil
                }
                lastIsDigit = false
            }
            guard lastIsDigit, text.count <= 400 else { return nil }
        }
    }
}
