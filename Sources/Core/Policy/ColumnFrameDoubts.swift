/// What a frame can't tell for sure: rows whose numbers floating point may have put in the wrong order.
extension ColumnFrame {
    /// 2^-53 and a little more, for what the bound itself is rounded by.
    private static let unit = 1.12e-16
    /// Below infinity, above everything else.
    private static let infinite = 1e300

    /// The columns of one pair.
    struct Doubted {
        let one: UnsafeMutablePointer<Double>
        let limits: [UnsafeMutablePointer<Double>]
        let error: UnsafeMutablePointer<Double>?
        let divisor: UnsafeMutablePointer<Double>?
    }

    func doubted(_ pair: ColumnDoubt.Pair, _ inputs: ArraySlice<ColumnSource>) -> Doubted {
        let places = inputs.map { numbers(ColumnPlace($0)) }
        return Doubted(
            one: places[0], limits: Array(places.dropFirst().prefix(pair.limits.count)),
            error: pair.error.map { _ in places[1 + pair.limits.count] },
            divisor: pair.divisor.map { _ in places[places.count - 1] })
    }

    /// Marks rows that may be doubtful, and perhaps some that aren't; false where there are none.
    func mark(_ pair: ColumnDoubt.Pair, _ columns: Doubted, _ marks: UnsafeMutablePointer<UInt8>) -> Bool {
        if !pair.constantLimits.isEmpty {
            var isFound = false
            for (number, limits) in pair.constantLimits.enumerated() {
                isFound = ColumnKernels.meets(
                    count, columns.one, columns.error, limits, unit: ColumnFrame.unit, marks,
                    keeping: number > 0 ? 1 : 0)
            }
            return isFound
        }
        var found: UInt8 = 0
        marks.update(repeating: 0, count: count)
        let one = columns.one
        for limit in columns.limits {
            for row in 0..<count {
                let isNear =
                    columns.error.map { ColumnFrame.isNear(one[row], limit[row], $0[row]) }
                    ?? (one[row] == limit[row])
                marks[row] |= isNear ? 1 : 0
                found |= marks[row]
            }
        }
        return found != 0
    }

    /// Whether a row that was marked is doubtful and not decided elsewhere.
    func isDoubtful(_ pair: ColumnDoubt.Pair, _ columns: Doubted, _ row: Int) -> Bool {
        if let excluded, excluded[row] != 0 { return false }
        let one = columns.one[row]
        if let error = columns.error {
            return columns.limits.contains { ColumnFrame.isNear(one, $0[row], error[row]) }
        }
        return columns.limits.indices.contains { place in
            let isSafe = columns.divisor.map { $0[row].magnitude <= pair.safeDivisors[place] } ?? false
            return one == columns.limits[place][row] && !isSafe
        }
    }

    /// What has no bound is near nothing.
    @inline(__always)
    private static func isNear(_ one: Double, _ limit: Double, _ error: Double) -> Bool {
        let bound = (error + limit.magnitude) * unit
        return (one - limit).magnitude <= (bound < infinite ? bound : infinite)
    }
}
