using System.Text;

namespace Equivariant.Formats;

/// <summary>
/// The Python dictionary in the head of a .npy file. Only the literals that NumPy writes are understood: quoted strings without
/// escapes, True, False, and tuples of whole numbers.
/// </summary>
internal sealed record NpyDictionary(string Descr, bool FortranOrder, long[] Shape)
{
    /// <summary>Reads a dictionary that has exactly the keys descr, fortran_order and shape.</summary>
    /// <param name="text">The header's bytes, padding included.</param>
    /// <param name="fail">Makes the error from a reason.</param>
    public static NpyDictionary Parse(ReadOnlySpan<byte> text, Func<string, FileFormatException> fail)
    {
        string? descr = null;
        bool? fortranOrder = null;
        long[]? shape = null;
        var parser = new Parser(text, fail);
        parser.Expect('{');
        while (!parser.TryTake('}'))
        {
            var key = parser.String();
            parser.Expect(':');
            switch (key)
            {
                case "descr" when descr is null: descr = parser.String(); break;
                case "fortran_order" when fortranOrder is null: fortranOrder = parser.Bool(); break;
                case "shape" when shape is null: shape = parser.Tuple(); break;
                default: throw fail($"has an unexpected or repeated key '{key}' in its header");
            }
            if (parser.TryTake(','))
                continue;
            parser.Expect('}');
            break;
        }
        parser.ExpectEnd();
        return new NpyDictionary(
            descr ?? throw fail("has a header without the key 'descr'"),
            fortranOrder ?? throw fail("has a header without the key 'fortran_order'"),
            shape ?? throw fail("has a header without the key 'shape'"));
    }

    private ref struct Parser(ReadOnlySpan<byte> text, Func<string, FileFormatException> fail)
    {
        private readonly int length = text.Length;
        private ReadOnlySpan<byte> rest = text;

        public bool TryTake(char expected)
        {
            rest = rest.TrimStart(" \t\r\n"u8);
            if (rest.IsEmpty || rest[0] != expected)
                return false;
            rest = rest[1..];
            return true;
        }

        public void Expect(char expected)
        {
            if (!TryTake(expected))
                throw Malformed($"'{expected}'");
        }

        public void ExpectEnd()
        {
            if (!rest.Trim(" \t\r\n"u8).IsEmpty)
                throw Malformed("the end");
        }

        public string String()
        {
            var quote = TryTake('\'') ? '\'' : TryTake('"') ? '"' : throw Malformed("a string");
            var end = rest.IndexOf((byte)quote);
            if (end < 0)
                throw Malformed("a closing quote");
            var content = rest[..end];
            if (content.ContainsAnyExceptInRange((byte)' ', (byte)'~') || content.Contains((byte)'\\'))
                throw Malformed("a string of plain characters");
            rest = rest[(end + 1)..];
            return Encoding.ASCII.GetString(content);
        }

        public bool Bool() => TryWord("True"u8) || (TryWord("False"u8) ? false : throw Malformed("True or False"));

        public long[] Tuple()
        {
            Expect('(');
            var items = new List<long>();
            while (!TryTake(')'))
            {
                items.Add(Integer());
                if (TryTake(','))
                    continue;
                // (7) is a number in brackets; the tuple of one number is (7,).
                if (items.Count == 1)
                    throw Malformed("','");
                Expect(')');
                break;
            }
            return [.. items];
        }

        private long Integer()
        {
            rest = rest.TrimStart(" \t\r\n"u8);
            if (!System.Buffers.Text.Utf8Parser.TryParse(rest, out long value, out var digits) || rest[0] == '+')
                throw Malformed("a whole number of at most 64 bits");
            rest = rest[digits..];
            return value;
        }

        private bool TryWord(ReadOnlySpan<byte> word)
        {
            rest = rest.TrimStart(" \t\r\n"u8);
            if (!rest.StartsWith(word))
                return false;
            rest = rest[word.Length..];
            return true;
        }

        private readonly FileFormatException Malformed(string expected) =>
            fail($"has a malformed header: {expected} is expected {length - rest.Length} characters into the dictionary");
    }
}
