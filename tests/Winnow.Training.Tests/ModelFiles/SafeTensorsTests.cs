using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Winnow.Numerics;
using Winnow.Training.ModelFiles;
using Winnow.Training.Storage;

namespace Winnow.Training.Tests.ModelFiles;

public sealed class SafeTensorsTests : IDisposable
{
    private readonly TemporaryDirectory _place = new();
    private readonly NativeBuffer<float> _weight = new(6), _bias = new(3);

    private string File => _place["dense.safetensors"];

    public void Dispose()
    {
        _weight.Dispose();
        _bias.Dispose();
        _place.Dispose();
    }

    [Fact]
    public void Read_WhatWasWritten_GivesTheSameBits()
    {
        float[] weight = [1, float.NaN, -0f, float.PositiveInfinity, 1e-42f, -3.25f], bias = [0.1f, 0.2f, 0.3f];
        weight.CopyTo(_weight.Span);
        bias.CopyTo(_bias.Span);
        SafeTensors.Write(File, Tensors());
        _weight.Clear();
        _bias.Clear();

        SafeTensors.Read(File, Tensors());

        Assert.Equal(weight.Select(BitConverter.SingleToInt32Bits), _weight.Span.ToArray().Select(BitConverter.SingleToInt32Bits));
        Assert.Equal(bias, _bias.Span.ToArray());
    }

    [Fact]
    public void Write_AnyTensors_FollowsThePublishedLayout()
    {
        SafeTensors.Write(File, Tensors(), new Dictionary<string, string> { ["format"] = "winnow" });

        byte[] bytes = System.IO.File.ReadAllBytes(File);
        int header = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        JsonElement json = JsonDocument.Parse(bytes.AsMemory(8, header)).RootElement;
        Assert.Equal((byte)'{', bytes[8]);
        Assert.Equal(0, (8 + header) % 64);
        Assert.Equal("winnow", json.GetProperty("__metadata__").GetProperty("format").GetString());
        Assert.Equal("[2,3]", json.GetProperty("mlp.weight").GetProperty("shape").GetRawText());
        Assert.Equal("[24,36]", json.GetProperty("mlp.bias").GetProperty("data_offsets").GetRawText());
        Assert.Equal(8 + header + 36, bytes.Length);
    }

    [Fact]
    public void Read_EveryBitOfTheHeaderFlipped_RefusesOrReadsTheSameTensors()
    {
        SafeTensors.Write(File, Tensors());
        byte[] good = System.IO.File.ReadAllBytes(File);
        for (int bit = 0; bit < 8 * (good.Length - 36); bit++)
        {
            byte[] bad = [.. good];
            bad[bit / 8] ^= (byte)(1 << (bit % 8));
            System.IO.File.WriteAllBytes(File, bad);

            Exception? e = Record.Exception(() => SafeTensors.Read(File, Tensors()));

            Assert.True(e is null or StorageException, $"bit {bit}: {e}");
        }
    }

    [Theory, InlineData(0), InlineData(7), InlineData(40), InlineData(-1)]
    public void Read_FileCutShort_SaysSo(int length)
    {
        SafeTensors.Write(File, Tensors());
        byte[] good = System.IO.File.ReadAllBytes(File);
        System.IO.File.WriteAllBytes(File, good[..(length < 0 ? good.Length + length : length)]);

        Assert.Throws<StorageException>(() => SafeTensors.Read(File, Tensors()));
    }

    [Fact]
    public unsafe void Read_TensorsOfAnotherModel_NamesTheTensorAndBothShapes()
    {
        SafeTensors.Write(File, Tensors());

        StorageException e = Assert.Throws<StorageException>(() => SafeTensors.Read(File,
            [new NamedTensor("mlp.weight", [3, 2], _weight.Pointer, 6), new NamedTensor("mlp.bias", [3], _bias.Pointer, 3)]));

        Assert.Contains("'mlp.weight' as F32 [2, 3], but the model needs F32 [3, 2]", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TextFile_IsRefused()
    {
        System.IO.File.WriteAllBytes(File, Encoding.UTF8.GetBytes("hello, this is no tensor file"));

        Assert.Throws<StorageException>(() => SafeTensors.Read(File, Tensors()));
    }

    private unsafe NamedTensor[] Tensors() =>
    [
        new("mlp.weight", [2, 3], _weight.Pointer, 6),
        new("mlp.bias", [3], _bias.Pointer, 3),
    ];
}
