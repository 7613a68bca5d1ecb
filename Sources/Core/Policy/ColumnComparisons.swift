/// Comparisons of columns, eight rows at a time: so their answers fall into bytes without being unpacked.
///
/// The last eight may reach beyond the rows that are asked for; there is room in columns and buffers, and
/// what is found there is never read.
extension ColumnKernels {
    typealias Eight = SIMD8<Double>
    typealias EightFlags = SIMDMask<SIMD8<Int64>>

    @inline(__always)
    private static func eight(_ numbers: Numbers, _ row: Int) -> Eight {
        UnsafeRawPointer(numbers + row).loadUnaligned(as: Eight.self)
    }

    /// As bytes of 1 and 0.
    @inline(__always)
    private static func bytes(_ flags: EightFlags) -> SIMD8<UInt8> {
        SIMD8<UInt8>(truncatingIfNeeded: unsafeBitCast(flags, to: SIMD8<Int64>.self)) & 1
    }

    @inline(__always)
    private static func store(_ bytes: SIMD8<UInt8>, _ out: Bytes, _ row: Int) {
        UnsafeMutableRawPointer(out + row).storeBytes(of: bytes, as: SIMD8<UInt8>.self)
    }

    @inline(__always)
    static func compare(
        _ count: Int, _ one: Numbers, _ other: Numbers, _ out: Bytes,
        _ body: (Eight, Eight) -> EightFlags
    ) {
        for row in stride(from: 0, to: count, by: 8) {
            store(bytes(body(eight(one, row), eight(other, row))), out, row)
        }
    }

    /// Marks the numbers that equal, or come near, one of five limits, and tells whether there are any; with
    /// `keeping` 1, marks that stand there stay.
    static func meets(
        _ count: Int, _ of: Numbers, _ error: Numbers?, _ limits: FiveLimits, unit: Double,
        _ marks: Bytes,
        keeping: UInt8
    ) -> Bool {
        guard let error else {
            return mark(count, marks, keeping) { row in
                let (value, limits) = (eight(of, row), limits.limits)
                return (value .== limits.0) .| (value .== limits.1) .| (value .== limits.2)
                    .| (value .== limits.3) .| (value .== limits.4)
            }
        }
        return mark(count, marks, keeping) { row in
            let (value, five) = (eight(of, row), limits.limits)
            let bound = (eight(error, row) + limits.most) * unit
            let distance = nearer(
                nearer(nearer(distance(value, five.0), distance(value, five.1)), distance(value, five.2)),
                nearer(distance(value, five.3), distance(value, five.4)))
            // What has no bound is near nothing.
            return distance .<= Eight(repeating: 1e300).replacing(with: bound, where: bound .< 1e300)
        }
    }

    @inline(__always)
    private static func mark(
        _ count: Int, _ marks: Bytes, _ keeping: UInt8, _ body: (Int) -> EightFlags
    ) -> Bool {
        var found = SIMD8<UInt8>()
        for row in stride(from: 0, to: count, by: 8) {
            let before = UnsafeRawPointer(marks + row).loadUnaligned(as: SIMD8<UInt8>.self) & keeping
            let mark = bytes(body(row)) | before
            store(mark, marks, row)
            found |= mark
        }
        return found != SIMD8<UInt8>()
    }

    /// The magnitudes of some columns, each times its weight, and the constant. What has no bound, or is no
    /// number, counts for nothing: where it counted, the result has no bound either.
    static func errors(_ count: Int, _ weights: ErrorWeights, _ parts: [Numbers], _ out: Numbers) {
        for (number, part) in parts.enumerated() {
            let weight = weights.weights[number]
            for row in stride(from: 0, to: count, by: 8) {
                let before = number == 0 ? Eight(repeating: weights.constant) : eight(out, row)
                let size = magnitude(eight(part, row))
                let counted = Eight().replacing(with: size, where: size .< .infinity)
                UnsafeMutableRawPointer(out + row).storeBytes(of: before + counted * weight, as: Eight.self)
            }
        }
    }

    @inline(__always)
    private static func distance(_ value: Eight, _ limit: Double) -> Eight {
        magnitude(value - limit)
    }

    @inline(__always)
    private static func magnitude(_ value: Eight) -> Eight {
        unsafeBitCast(
            unsafeBitCast(value, to: SIMD8<UInt64>.self) & 0x7FFF_FFFF_FFFF_FFFF, to: Eight.self)
    }

    @inline(__always)
    private static func nearer(_ one: Eight, _ other: Eight) -> Eight {
        one.replacing(with: other, where: other .< one)
    }
}
