using System.Buffers.Binary;
using System.Numerics;

namespace Equivariant.Formats;

/// <summary>The checksum of HDF5's structures: Bob Jenkins' lookup3 (hashlittle, 2006) with the initial value 0.</summary>
internal static class Lookup3
{
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var a = 0xdeadbeef + (uint)bytes.Length;
        var (b, c) = (a, a);
        for (; bytes.Length > 12; bytes = bytes[12..])
        {
            Add(bytes);
            a = (a - c) ^ BitOperations.RotateLeft(c, 4);
            c += b;
            b = (b - a) ^ BitOperations.RotateLeft(a, 6);
            a += c;
            c = (c - b) ^ BitOperations.RotateLeft(b, 8);
            b += a;
            a = (a - c) ^ BitOperations.RotateLeft(c, 16);
            c += b;
            b = (b - a) ^ BitOperations.RotateLeft(a, 19);
            a += c;
            c = (c - b) ^ BitOperations.RotateLeft(b, 4);
            b += a;
        }
        if (bytes.IsEmpty)
            return c;
        Span<byte> last = stackalloc byte[12];
        last.Clear();
        bytes.CopyTo(last);
        Add(last);
        c = (c ^ b) - BitOperations.RotateLeft(b, 14);
        a = (a ^ c) - BitOperations.RotateLeft(c, 11);
        b = (b ^ a) - BitOperations.RotateLeft(a, 25);
        c = (c ^ b) - BitOperations.RotateLeft(b, 16);
        a = (a ^ c) - BitOperations.RotateLeft(c, 4);
        b = (b ^ a) - BitOperations.RotateLeft(a, 14);
        return (c ^ b) - BitOperations.RotateLeft(b, 24);

        void Add(ReadOnlySpan<byte> twelve)
        {
            a += BinaryPrimitives.ReadUInt32LittleEndian(twelve);
            b += BinaryPrimitives.ReadUInt32LittleEndian(twelve[4..]);
            c += BinaryPrimitives.ReadUInt32LittleEndian(twelve[8..]);
        }
    }
}
