using Winnow.Models;
using Winnow.Training.ModelFiles;
using Winnow.Training.Storage;

namespace Winnow.Training.Tests.ModelFiles;

public sealed class SafeTensorsArraysTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_ThenReadState_GivesTheSameArraysInOrder()
    {
        RecommenderState state = new();
        state.Put("floats", [1.5f, float.MinValue, -0f]);
        state.Put("ints", [int.MinValue, 0, 7]);
        state.Put("empty", Array.Empty<float>());

        SafeTensors.Write(_folder["s.safetensors"], state);
        RecommenderState read = SafeTensors.ReadState(_folder["s.safetensors"]);

        Assert.Equal(["floats", "ints", "empty"], read.Names);
        Assert.Equal(state.Floats("floats"), read.Floats("floats"));
        Assert.Equal(state.Ints("ints"), read.Ints("ints"));
        Assert.Empty(read.Floats("empty"));
    }

    [Theory, InlineData(4), InlineData(20), InlineData(130)]
    public void ReadState_FileCutShort_SaysSo(int bytes)
    {
        RecommenderState state = new();
        state.Put("floats", new float[10]);
        SafeTensors.Write(_folder["s.safetensors"], state);
        using (FileStream file = File.OpenWrite(_folder["s.safetensors"])) file.SetLength(bytes);

        Assert.Throws<StorageException>(() => SafeTensors.ReadState(_folder["s.safetensors"]));
    }
}
