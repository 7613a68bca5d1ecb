/// Years over columns of days.
extension ColumnKernels {
    static func year(_ count: Int, _ days: Numbers, _ out: Numbers) {
        DayTable.standard.withUnsafeBufferPointer { table in
            for row in 0..<count {
                let day = days[row]
                out[row] = DayTable.packed(day, table).map { Double($0 >> 9) } ?? DayTable.distantYear(day)
            }
        }
    }

    static func wholeYears(_ count: Int, _ from: Numbers, _ to: Numbers, _ out: Numbers) {
        DayTable.standard.withUnsafeBufferPointer { table in
            for row in 0..<count {
                guard let one = DayTable.packed(from[row], table), let other = DayTable.packed(to[row], table)
                else {
                    out[row] = DayTable.distantYears(from[row], to[row])
                    continue
                }
                // Month and day stand below the year: a year is whole when they are reached.
                out[row] = Double(one <= other ? (other - one) >> 9 : -((one - other) >> 9))
            }
        }
    }
}

/// Year, month and day of the month of every day of the calendar, one behind the other in one number.
enum DayTable {
    private static let first = Day(1900, 1, 1)!.number
    /// Beyond it no day is reckoned with.
    static let limit = 1_000_000_000.0

    static let standard: [Int32] = (first...Day(2199, 12, 31)!.number).map { number in
        let (year, month, dayOfMonth) = Day(number: number).components
        return Int32((year << 9) + (month << 5) + dayOfMonth)
    }

    @inline(__always)
    static func packed(_ number: Double, _ table: UnsafeBufferPointer<Int32>) -> Int32? {
        let place = number - Double(first)
        return place >= 0 && place < Double(table.count) ? table[Int(place)] : nil
    }

    /// Sums of days may lie outside the calendar.
    static func distantYear(_ day: Double) -> Double {
        fraction(day).map { Double(Int64(calendarYear($0))) } ?? 0
    }

    static func distantYears(_ from: Double, _ to: Double) -> Double {
        guard let one = fraction(from), let other = fraction(to) else { return 0 }
        return Double(Int64(wholeYears(one, other)))
    }

    /// Nil for what stands for an unknown day, which is decided elsewhere.
    private static func fraction(_ day: Double) -> Fraction? {
        day.magnitude < limit ? Fraction(Int128(Int64(day)), 1) : nil
    }
}
