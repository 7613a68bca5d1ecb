/// The values of a statement as libpq wants them: pointers into one buffer that is used again and again.
struct PostgreSQLParameters {
    private var bytes: [CChar] = []
    private var offsets: [Int] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []
    private var pointers: [UnsafePointer<CChar>?] = []

    /// The parameters, valid while the closure runs.
    struct Arguments {
        let count: Int32
        let values: UnsafePointer<UnsafePointer<CChar>?>?
        let lengths: UnsafePointer<Int32>?
        let formats: UnsafePointer<Int32>?
    }

    /// Numbers and text go as text, so that PostgreSQL reads them as whatever type it has inferred; blobs go
    /// as they are.
    mutating func with<Result>(
        _ values: [Value], _ body: (Arguments) -> Result
    ) throws(StorageError) -> Result {
        clear()
        for value in values { try append(value) }
        return bytes.withUnsafeBufferPointer { buffer in
            for offset in offsets {
                pointers.append(offset < 0 ? nil : buffer.baseAddress.map { $0 + offset })
            }
            return pointers.withUnsafeBufferPointer { pointers in
                lengths.withUnsafeBufferPointer { lengths in
                    formats.withUnsafeBufferPointer { formats in
                        body(
                            Arguments(
                                count: Int32(values.count), values: pointers.baseAddress,
                                lengths: lengths.baseAddress, formats: formats.baseAddress))
                    }
                }
            }
        }
    }

    private mutating func clear() {
        bytes.removeAll(keepingCapacity: bytes.capacity < 1 << 20)
        offsets.removeAll(keepingCapacity: true)
        lengths.removeAll(keepingCapacity: true)
        formats.removeAll(keepingCapacity: true)
        pointers.removeAll(keepingCapacity: true)
    }

    private mutating func append(_ value: Value) throws(StorageError) {
        let start = bytes.count
        offsets.append(value == .null ? -1 : start)
        var format: Int32 = 0
        switch value {
        case .null: break
        case .int(let number): append(number)
        case .text(let text):
            for byte in text.utf8 {
                if byte == 0 { throw .textWithZero }
                bytes.append(CChar(bitPattern: byte))
            }
        case .blob(let blob):
            format = 1
            for byte in blob { bytes.append(CChar(bitPattern: byte)) }
        }
        lengths.append(Int32(bytes.count - start))
        formats.append(format)
        bytes.append(0)
    }

    /// Decimal digits, without a string in between.
    private mutating func append(_ number: Int64) {
        if number < 0 { bytes.append(CChar(UInt8(ascii: "-"))) }
        let first = bytes.count
        var rest = number.magnitude
        repeat {
            bytes.append(CChar(UInt8(ascii: "0") + UInt8(rest % 10)))
            rest /= 10
        } while rest > 0
        bytes[first...].reverse()
    }
}
