using System.Text;

namespace Winnow.Store.Tests;

/// <summary>Whatever bytes come, in whatever pieces, reading ends: in a value, or in one of two exceptions; and takes memory for bytes that came only.</summary>
public sealed unsafe class ReplyFuzzTests
{
    private static readonly byte[][] s_replies =
    [
        .. ((string[])
        [
            "+OK\r\n", "$5\r\nhello\r\n", ":42\r\n", ",1.5\r\n", "#t\r\n", "_\r\n", "(123456789012345678901\r\n", "=8\r\ntxt:abcd\r\n", "-ERR no\r\n", "!5\r\nERR a\r\n",
            "*3\r\n:1\r\n$2\r\nab\r\n*1\r\n+x\r\n", "%2\r\n+a\r\n:1\r\n+b\r\n~2\r\n:1\r\n:2\r\n", ">2\r\n+p\r\n:1\r\n|1\r\n+k\r\n:2\r\n*2\r\n:7\r\n$3\r\nabc\r\n",
            "*2\r\n:123\r\n$16\r\n0123456789abcdef\r\n",
        ]).Select(Encoding.ASCII.GetBytes),
    ];

    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public void Read_MutatedReplies_EndsInAValueOrAnException(int seed)
    {
        Random random = new(seed);
        byte* target = stackalloc byte[64];
        int values = 0, refused = 0, cut = 0;
        for (int round = 0; round < 50_000; round++)
        {
            byte[] bytes = Mutated(random);
            using MemoryTransport transport = new(bytes, random);
            ReplyReader reader = new(transport);
            RedisCommand command = RedisCommand.Of("GET").Into(target, 16, random.Next(-1, 2));
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                _ = reader.Read(random.Next(2) == 0 ? command : null).ToString();
                values++;
            }
            catch (ProtocolException)
            {
                refused++;
            }
            catch (IOException e) when (e.Message == MemoryTransport.Over)
            {
                cut++;
            }
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 3 << 20);
        }
        Assert.True(Math.Min(values, Math.Min(refused, cut)) > 1000, $"{values} values, {refused} refused, {cut} cut: no good mixture");
    }

    [Fact]
    public void Read_ValidRepliesInAnyPieces_AreUnderstood()
    {
        Random random = new(9);
        for (int round = 0; round < 2000; round++)
        {
            byte[][] replies = [.. Enumerable.Range(0, 20).Select(_ => s_replies[random.Next(s_replies.Length)])];
            using MemoryTransport transport = new([.. replies.SelectMany(r => r)], random);
            ReplyReader reader = new(transport);
            foreach (byte[] reply in replies) Assert.Equal(Alone(reply), reader.Read(null).ToString());
            Assert.True(reader.IsEmpty);
        }

        static string Alone(byte[] reply)
        {
            using MemoryTransport transport = new(reply, new Random(0));
            return new ReplyReader(transport).Read(null).ToString();
        }
    }

    private static byte[] Mutated(Random random)
    {
        List<byte> bytes = [.. s_replies[random.Next(s_replies.Length)]];
        for (int edits = random.Next(1, 4); edits > 0; edits--)
        {
            int at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes.RemoveAt(at); break;
                case 2: bytes.Insert(at, (byte)"0123456789\r\n$*%:~>|!=-"[random.Next(22)]); break;
                case 3: bytes.InsertRange(at, s_replies[random.Next(s_replies.Length)]); break;
                default: bytes.InsertRange(at, Encoding.ASCII.GetBytes($"{random.NextInt64(1L << random.Next(40))}")); break;
            }
            if (bytes.Count == 0) bytes.Add((byte)'*');
        }
        return [.. bytes];
    }

    /// <summary>Gives bytes in pieces of random length, then the connection is over.</summary>
    private sealed class MemoryTransport(byte[] bytes, Random random) : Transport
    {
        internal const string Over = "no more bytes";

        private int _at;

        internal override void Send(Span<IoVector> pieces) => throw new NotSupportedException();

        internal override int Receive(byte* first, long firstBytes, byte* second, int secondBytes)
        {
            if (_at == bytes.Length) throw new IOException(Over);
            int piece = (int)Math.Min(random.Next(1, 12), Math.Min(bytes.Length - _at, firstBytes + secondBytes)), part = (int)Math.Min(piece, firstBytes);
            bytes.AsSpan(_at, part).CopyTo(new Span<byte>(first, part));
            bytes.AsSpan(_at + part, piece - part).CopyTo(new Span<byte>(second, piece - part));
            _at += piece;
            return piece;
        }

        public override void Dispose()
        {
        }
    }
}
